import { maxDepth } from "../codecs/limits.ts";
import { numberFromText } from "../values/numbers.ts";
import type { Value } from "../values/types.ts";
import type { DefArray, DefEntry, DefNode, DefObject, DefScalar } from "./node.ts";
import { DefinitionSyntaxError } from "./syntax-error.ts";

/**
 * Reads the JSON text of a definition. Extended JSON wrappers stay objects (see `wrappedValue`).
 * Throws DefinitionSyntaxError with the place: malformed JSON, nesting beyond 180, a field named twice, a lone surrogate.
 */
export function parseDefinition(text: string): DefNode {
  return new DefinitionParser(text).parse();
}

const literals: ReadonlyMap<string, Value> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

class DefinitionParser {
  private readonly text: string;
  private position: number;

  constructor(text: string) {
    this.text = text;
    this.position = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  parse(): DefNode {
    this.skipBlanks();
    const node = this.value(0);
    this.skipBlanks();
    if (this.position < this.text.length) throw this.unexpected("the end of the text");
    return node;
  }

  private value(depth: number): DefNode {
    const first = this.text[this.position];
    if (first === "{" || first === "[") {
      if (depth === maxDepth) throw this.error(`Nested more than ${maxDepth} levels deep`);
      return first === "{" ? this.object(depth + 1) : this.array(depth + 1);
    }
    if (first === '"') return this.string();
    return this.literal();
  }

  private object(depth: number): DefObject {
    const start = this.position++;
    const entries: DefEntry[] = [];
    const seen = new Set<string>();
    this.skipBlanks();
    if (!this.take("}")) {
      do {
        this.skipBlanks();
        entries.push(this.entry(depth, seen));
        this.skipBlanks();
      } while (this.take(","));
      if (!this.take("}")) throw this.unexpected("',' or '}'");
    }
    return { kind: "object", start, end: this.position, entries };
  }

  private entry(depth: number, seen: Set<string>): DefEntry {
    if (this.text[this.position] !== '"') throw this.unexpected("a field name in double quotes");
    const name = this.string();
    const key = name.value as string;
    if (seen.has(key)) throw this.error(`Duplicate field ${name.raw}`, name.start);
    seen.add(key);
    this.skipBlanks();
    if (!this.take(":")) throw this.unexpected("':'");
    this.skipBlanks();
    return { key, keyStart: name.start, keyRaw: name.raw, value: this.value(depth) };
  }

  private array(depth: number): DefArray {
    const start = this.position++;
    const items: DefNode[] = [];
    this.skipBlanks();
    if (!this.take("]")) {
      do {
        this.skipBlanks();
        items.push(this.value(depth));
        this.skipBlanks();
      } while (this.take(","));
      if (!this.take("]")) throw this.unexpected("',' or ']'");
    }
    return { kind: "array", start, end: this.position, items };
  }

  private string(): DefScalar {
    const start = this.position;
    const pattern = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
    pattern.lastIndex = start;
    pattern.test(this.text);
    this.position = pattern.lastIndex;
    if (!this.take('"')) throw this.badString(start);
    const raw = this.text.slice(start, this.position);
    const value = JSON.parse(raw) as string;
    if (!value.isWellFormed()) throw this.error("The string holds half of a surrogate pair", start);
    return { kind: "scalar", start, end: this.position, value, raw };
  }

  private badString(start: number): DefinitionSyntaxError {
    if (this.position >= this.text.length) return this.error("The string has no closing quote", start);
    if (this.text[this.position] === "\\") return this.error("Invalid escape sequence in a string");
    return this.error("A control character in a string must be escaped");
  }

  /** A number, `true`, `false` or `null`. */
  private literal(): DefScalar {
    const start = this.position;
    const pattern = /[^\s,:[\]{}"]+/y;
    pattern.lastIndex = start;
    const raw = pattern.exec(this.text)?.[0];
    if (raw === undefined) throw this.unexpected("a value");
    const isNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(raw);
    if (!isNumber && !literals.has(raw)) throw this.unexpected("a value");
    this.position = start + raw.length;
    return { kind: "scalar", start, end: this.position, value: isNumber ? numberFromText(raw) : literals.get(raw), raw };
  }

  private skipBlanks(): void {
    while (isBlank(this.text.charCodeAt(this.position))) this.position += 1;
  }

  private take(character: string): boolean {
    if (this.text[this.position] !== character) return false;
    this.position += 1;
    return true;
  }

  private unexpected(wanted: string): DefinitionSyntaxError {
    if (this.position >= this.text.length) return this.error(`Unexpected end of the text; expected ${wanted}`);
    const found = JSON.stringify(String.fromCodePoint(this.text.codePointAt(this.position)!));
    return this.error(`Unexpected ${found}; expected ${wanted}`);
  }

  private error(message: string, offset = this.position): DefinitionSyntaxError {
    return new DefinitionSyntaxError(message, this.text, offset);
  }
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}
