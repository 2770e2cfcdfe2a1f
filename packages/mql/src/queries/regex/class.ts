/** Character classes, `[a-z\d[:alpha:]]`. */
import { caseVariants, caseVariantsOfRange } from "./case-variants.ts";
import { complement, literalCharacter, posix, sets } from "./characters.ts";
import { escapedCharacter, unicodeProperty } from "./escape.ts";
import { NeedsUnicode, RegexProblem } from "./problem.ts";

/** An item of a class: a character, or a set that cannot be the end of a range. */
type Item = { readonly code: number; readonly length: number } | { readonly set: string; readonly length: number };

/** How a class is written: for JavaScript's `u` flag or not, with both cases of its letters or not. */
interface ClassOptions {
  readonly unicode: boolean;
  readonly ignoreCase: boolean;
}

interface CharacterClass {
  readonly set: string;
  readonly negative: boolean;
}

/** Reads the class that begins at `start`, its opening bracket; gives its source and the place behind it. */
export function readClass(text: string, start: number, options: ClassOptions): CharacterClass & { end: number } {
  const { unicode, ignoreCase } = options;
  let at = start + 1;
  const negative = text[at] === "^";
  if (negative) at++;
  let set = "";
  let quoted = false;
  for (let first = true; ; first = false) {
    if (at >= text.length) throw new RegexProblem("a character class lacks its closing ]");
    if (!quoted && text[at] === "]" && !first) return { set, negative, end: at + 1 };
    const quote = text.slice(at, at + 2);
    if (quote === (quoted ? "\\E" : "\\Q")) {
      quoted = !quoted;
      at += 2;
      continue;
    }
    const item = quoted ? characterAt(text, at) : itemAt(text, at, options);
    at += item.length;
    if (!("code" in item)) {
      set += item.set;
      continue;
    }
    const range = quoted ? undefined : rangeEnd(text, at, options);
    if (range !== undefined) {
      if (range.code < item.code) throw new RegexProblem("the range of a character class is out of order");
      set += `${literal(item.code, unicode)}-${literal(range.code, unicode)}`;
      at += range.length;
    } else {
      set += literal(item.code, unicode);
    }
    if (!ignoreCase) continue;
    const others = range === undefined ? caseVariants(item.code) : caseVariantsOfRange(item.code, range.code);
    set += others
      .filter((code) => unicode || code <= 0xffff)
      .map((code) => literal(code, unicode))
      .join("");
  }
}

/** The character behind a hyphen, with the hyphen; `undefined` where the hyphen stands for itself. */
function rangeEnd(text: string, at: number, options: ClassOptions): { code: number; length: number } | undefined {
  if (text[at] !== "-" || text[at + 1] === "]" || text[at + 1] === undefined) return undefined;
  const item = itemAt(text, at + 1, options);
  return "code" in item ? { code: item.code, length: item.length + 1 } : undefined;
}

function itemAt(text: string, at: number, { unicode, ignoreCase }: ClassOptions): Item {
  if (text[at] === "[") {
    const named = /^\[:(\^?)(\w+):\]/.exec(text.slice(at));
    return named === null ? characterAt(text, at) : posixItem(named[2]!, named[1] === "^", named[0].length, ignoreCase);
  }
  return text[at] === "\\" ? escapedItem(text.slice(at + 1), unicode) : characterAt(text, at);
}

function posixItem(name: string, negative: boolean, length: number, ignoreCase: boolean): Item {
  if (!Object.hasOwn(posix, name)) throw new RegexProblem(`there is no POSIX class [:${name}:]`);
  if (negative) throw new RegexProblem(`[:^${name}:] is not supported here; use [^[:${name}:]]`);
  const lettersOfOneCase = name === "lower" || name === "upper";
  return { set: posix[ignoreCase && lettersOfOneCase ? "alpha" : name]!, length };
}

function escapedItem(text: string, unicode: boolean): Item {
  const letter = text[0]!;
  if (letter === "b") return { code: 8, length: 2 };
  if (Object.hasOwn(sets, letter ?? "")) return { set: sets[letter]!, length: 2 };
  if (letter !== undefined && "DWS".includes(letter)) {
    // The complement of a set inside a class takes whole code points with the `u` flag only.
    if (!unicode) throw new NeedsUnicode();
    return { set: `\\${letter}`, length: 2 };
  }
  if (letter === "p" || letter === "P") {
    if (!unicode) throw new NeedsUnicode();
    const property = unicodeProperty(text);
    return { set: property.source, length: property.length + 1 };
  }
  const octal = /^[0-7]{1,3}/.exec(text);
  if (octal) return { code: Number.parseInt(octal[0], 8), length: octal[0].length + 1 };
  const character = escapedCharacter(text);
  if (character === undefined) throw new RegexProblem(`\\${letter} has no meaning in a character class`);
  return { code: character.code, length: character.length + 1 };
}

function characterAt(text: string, at: number): { code: number; length: number } {
  const code = text.codePointAt(at)!;
  return { code, length: code > 0xffff ? 2 : 1 };
}

/** In a class a hyphen means itself only when it is escaped. */
function literal(code: number, unicode: boolean): string {
  return code === 0x2d ? "\\u002d" : literalCharacter(code, unicode);
}

/** Source of a class. */
export function classSource({ set, negative }: CharacterClass, unicode: boolean, anyNumber: boolean): string {
  return negative ? complement(set, unicode, anyNumber) : `[${set}]`;
}
