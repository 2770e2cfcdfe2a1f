/** Reads a pattern from left to right and writes it in JavaScript's syntax. */
import { complement, eitherCase, literalCharacter, sets } from "./characters.ts";
import { classSource, readClass } from "./class.ts";
import { escapedCharacter, unicodeProperty } from "./escape.ts";
import { NeedsUnicode, notSupported, RegexProblem } from "./problem.ts";

/** Options that hold at a place; groups can change them. */
interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly x: boolean;
}

/** How a pattern is written in JavaScript. */
export interface Writing {
  /** For the `u` flag. */
  readonly unicode: boolean;
  /** The text of the match counts, not only whether there is one. */
  readonly finding: boolean;
  /** Counted repetitions are spelt out where V8 could not match them in linear time. */
  readonly spelling: boolean;
}

const deepest = 250;

/** Copies of a part that a counted repetition may need before V8 refuses to match it in linear time. */
const mostCopies = 16;

/** Length of what a counted repetition may be spelt out to. */
const longestSpelling = 20_000;

export class PatternReader {
  /** Whether counted repetitions inside of repetitions rule out the linear-time fallback, unless they are spelt out. */
  needsSpelling = false;
  /** Whether the last capturing group is none of the pattern's own, but takes a newline before the end. */
  takesNewline = false;
  readonly #text: string;
  readonly #writing: Writing;
  readonly #unicode: boolean;
  readonly #groups: number;
  #flags: Flags;
  #at = 0;
  #depth = 0;
  #opened = 0;
  /** Of the part being read: copies that its counted repetitions need, and whether anything repeats. */
  #copies = 1;
  #repeats = false;

  constructor(text: string, options: string, writing: Writing) {
    this.#text = text;
    this.#writing = writing;
    this.#unicode = writing.unicode;
    this.#groups = countGroups(text);
    this.#flags = { i: options.includes("i"), m: options.includes("m"), s: options.includes("s"), x: options.includes("x") };
  }

  /** Throws RegexProblem for what cannot be translated, NeedsUnicode for what needs the `u` flag. */
  read(): string {
    const source = this.#alternatives();
    if (this.#at < this.#text.length) throw new RegexProblem("there is a closing parenthesis without an opening one");
    return source;
  }

  /** Up to the end or the closing parenthesis. Options set inside hold to the end of the group. */
  #alternatives(): string {
    if (++this.#depth > deepest) throw new RegexProblem(`groups are nested more than ${deepest} deep`);
    const before = this.#flags;
    let source = "";
    while (this.#at < this.#text.length && this.#text[this.#at] !== ")") {
      const flags = /^\(\?([imsx]*)(?:-([imsx]*))?\)/.exec(this.#rest());
      if (flags) {
        this.#at += flags[0].length;
        // An option set in one alternative holds in those behind it too.
        this.#flags = withFlags(this.#flags, flags[1]!, flags[2] ?? "");
      } else if (this.#text[this.#at] === "|") {
        this.#at++;
        source += "|";
      } else {
        source += this.#term();
      }
    }
    this.#flags = before;
    this.#depth--;
    return source;
  }

  /** One thing and its quantifier. */
  #term(): string {
    const start = this.#at;
    const outside = { copies: this.#copies, repeats: this.#repeats, opened: this.#opened };
    this.#copies = 1;
    this.#repeats = false;
    const atom = this.#atom();
    const inside = { copies: this.#copies, repeats: this.#repeats };
    this.#copies = Math.max(outside.copies, inside.copies);
    this.#repeats = outside.repeats || inside.repeats;
    if (atom === undefined) return "";
    this.#skipSpace();
    const quantifier = /^(?:[*+?]|\{(\d+)(,(\d*))?\}|\{,(\d+)\})/.exec(this.#rest());
    if (quantifier === null) return atom(false);
    if (this.#at === start) throw new RegexProblem("a quantifier has nothing to repeat");
    this.#at += quantifier[0].length;
    const next = this.#text[this.#at];
    if (next === "+") throw notSupported("possessive quantifiers");
    const lazy = next === "?";
    if (lazy) this.#at++;
    const many = quantifier[0] === "*" || quantifier[0] === "+";
    const times = quantifier[4] === undefined ? quantifier[0] : `{0,${quantifier[4]}}`;
    const least = Number(quantifier[1] ?? 0);
    const most = quantifier[2] === undefined ? least : Number(quantifier[3] || quantifier[4] || Number.POSITIVE_INFINITY);
    const copies = times.startsWith("{") ? inside.copies * Math.max(least, Number.isFinite(most) ? most : 1) : inside.copies;
    this.#copies = Math.max(this.#copies, copies);
    this.#repeats = true;
    if (inside.repeats && times !== "?" && copies > mostCopies) this.needsSpelling = true;
    const capturing = this.#opened > outside.opened;
    if (this.#writing.spelling && times.startsWith("{") && copies > mostCopies && !capturing) {
      const spelt = spellOut(atom(false), least, most, lazy ? "?" : "");
      if (spelt !== undefined) return spelt;
    }
    return atom(many) + times + (lazy ? "?" : "");
  }

  /** One thing, as a function of whether any number of it is taken. `undefined` for what leaves nothing behind. */
  #atom(): ((many: boolean) => string) | undefined {
    const character = this.#text[this.#at]!;
    switch (character) {
      case "(":
        return this.#group();
      case "[": {
        const found = readClass(this.#text, this.#at, { unicode: this.#unicode, ignoreCase: this.#flags.i });
        this.#at = found.end;
        return (many) => classSource(found, this.#unicode, many);
      }
      case "\\":
        return this.#escape();
      case ".": {
        this.#at++;
        const set = this.#flags.s ? "" : "\\n";
        return (many) => complement(set, this.#unicode, many);
      }
      case "^":
        this.#at++;
        return constant(this.#flags.m ? "(?<![^\\n])" : "^");
      case "$":
        this.#at++;
        return constant(this.#flags.m ? "(?![^\\n])" : this.#end());
      case "*":
      case "+":
      case "?":
        throw new RegexProblem("a quantifier has nothing to repeat");
      default:
        if (this.#flags.x && this.#skipSpace()) return undefined;
        return this.#character();
    }
  }

  #character(): (many: boolean) => string {
    const code = this.#text.codePointAt(this.#at)!;
    this.#at += code > 0xffff ? 2 : 1;
    return constant(this.#literal(code));
  }

  #literal(code: number): string {
    return this.#flags.i ? eitherCase(code, this.#unicode) : literalCharacter(code, this.#unicode);
  }

  /**
   * The end of the text, or a newline there, without looking ahead where that is possible. As the last thing of a pattern it may
   * take that newline: whether it matches stays the same, and the text of the match is told by a group of its own.
   */
  #end(): string {
    const last = this.#depth === 1 && this.#at === this.#text.length;
    if (last && this.#writing.finding) {
      this.takesNewline = true;
      return "(\\n?)$";
    }
    const mayTake = last || (this.#depth === 1 && this.#text[this.#at] === "|" && !this.#writing.finding);
    return mayTake ? "\\n?$" : "(?=\\n?$)";
  }

  #escape(): ((many: boolean) => string) | undefined {
    const text = this.#text.slice(this.#at + 1);
    const take = (length: number, source: string) => {
      this.#at += length + 1;
      return constant(source);
    };
    const letter = text[0] ?? "";
    const set = Object.hasOwn(sets, letter.toLowerCase()) ? sets[letter.toLowerCase()] : undefined;
    if (set !== undefined) {
      this.#at += 2;
      return letter === letter.toLowerCase() ? constant(`[${set}]`) : (many) => complement(set, this.#unicode, many);
    }
    switch (letter) {
      case "b":
      case "B":
        return take(1, `\\${letter}`);
      case "A":
        return take(1, "^");
      case "z":
        return take(1, "$");
      case "Z":
        this.#at += 2;
        return constant(this.#end());
      case "N":
        this.#at += 2;
        return (many) => complement("\\n", this.#unicode, many);
      case "R":
        return take(1, `(?:\\r\\n|[${sets["v"]}])`);
      case "Q":
        return this.#quoted();
      case "E":
        this.#at += 2;
        return undefined;
      case "p":
      case "P": {
        if (!this.#unicode) throw new NeedsUnicode();
        const property = unicodeProperty(text);
        return take(property.length, property.source);
      }
      case "K":
        throw notSupported("\\K");
      case "G":
        throw notSupported("\\G");
      case "X":
      case "C":
        throw notSupported(`\\${letter}`);
    }
    return this.#reference(text, take) ?? this.#escapedCharacter(text, take);
  }

  #escapedCharacter(text: string, take: (length: number, source: string) => (many: boolean) => string) {
    const character = escapedCharacter(text) ?? octalOf(text);
    if (character === undefined) throw new RegexProblem(`\\${text[0]} has no meaning`);
    return take(character.length, this.#literal(character.code));
  }

  /** `\1`, `\g{1}`, `\g{-1}`, `\k<name>`. */
  #reference(text: string, take: (length: number, source: string) => (many: boolean) => string) {
    const named = /^(?:k(?:<(\w+)>|'(\w+)'|\{(\w+)\})|g\{([A-Za-z_]\w*)\})/.exec(text);
    if (named) return take(named[0].length, this.#again(`\\k<${named[1] ?? named[2] ?? named[3] ?? named[4]}>`));
    const numbered = /^(?:([1-9]\d?)|g(-?\d+)|g\{(-?\d+)\})/.exec(text);
    if (numbered === null) return undefined;
    const given = Number(numbered[1] ?? numbered[2] ?? numbered[3]);
    if (given > this.#groups && numbered[1] !== undefined && given > 9) return undefined;
    const number = given < 0 ? this.#opened + 1 + given : given;
    if (number < 1 || number > this.#groups) throw new RegexProblem(`there is no group ${given}`);
    return take(numbered[0].length, this.#again(`\\${number}`));
  }

  /** What a group matched, once more. */
  #again(reference: string): string {
    return `(?${this.#flags.i ? "i" : ""}:${reference})`;
  }

  /** `\Q…\E`: the last character can have a quantifier. */
  #quoted(): ((many: boolean) => string) | undefined {
    const start = this.#at + 2;
    const end = this.#text.indexOf("\\E", start);
    const characters = [...this.#text.slice(start, end === -1 ? undefined : end)];
    this.#at = end === -1 ? this.#text.length : end + 2;
    if (characters.length === 0) return undefined;
    return constant(characters.map((character) => this.#literal(character.codePointAt(0)!)).join(""));
  }

  #group(): ((many: boolean) => string) | undefined {
    const rest = this.#rest();
    const comment = /^\(\?#[^)]*\)/.exec(rest);
    if (comment) {
      this.#at += comment[0].length;
      return undefined;
    }
    const { opening, length, flags } = this.#opening(rest);
    this.#at += length;
    const before = this.#flags;
    this.#flags = flags ?? before;
    const inside = this.#alternatives();
    this.#flags = before;
    if (this.#text[this.#at] !== ")") throw new RegexProblem("a group lacks its closing parenthesis");
    this.#at++;
    return constant(`${opening}${inside})`);
  }

  #opening(rest: string): { opening: string; length: number; flags?: Flags } {
    const plain = /^\((?:\?(?::|=|!|<=|<!))/.exec(rest);
    if (plain) return { opening: plain[0], length: plain[0].length };
    const named = /^\(\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/.exec(rest);
    if (named) {
      this.#opened++;
      return { opening: `(?<${named[1] ?? named[2]}>`, length: named[0].length };
    }
    const flagged = /^\(\?([imsx]*)(?:-([imsx]*))?:/.exec(rest);
    if (flagged) {
      const flags = withFlags(this.#flags, flagged[1]!, flagged[2] ?? "");
      return { opening: "(?:", length: flagged[0].length, flags };
    }
    const reference = /^\(\?P=(\w+)\)/.exec(rest);
    // The parenthesis of a reference is left for the caller to close.
    if (reference) return { opening: `(?${this.#flags.i ? "i" : ""}:\\k<${reference[1]}>`, length: reference[0].length - 1 };
    if (rest.startsWith("(?")) throw notSupported(unsupportedGroup(rest));
    if (rest.startsWith("(*")) throw notSupported("verbs such as (*SKIP)");
    this.#opened++;
    return { opening: "(", length: 1 };
  }

  /** In extended patterns, white space and comments mean nothing. */
  #skipSpace(): boolean {
    if (!this.#flags.x) return false;
    const space = /^(?:[\t-\r ]|#[^\n]*)+/.exec(this.#rest());
    this.#at += space?.[0].length ?? 0;
    return space !== null;
  }

  #rest(): string {
    return this.#text.slice(this.#at);
  }
}

/** A counted repetition without counting: `aa(?:a(?:a)?)?` for `a{2,4}`. `undefined` if that is too long. */
function spellOut(atom: string, least: number, most: number, lazy: string): string | undefined {
  const optional = Number.isFinite(most) ? most - least : 0;
  if (atom.length * (least + optional) + 6 * optional > longestSpelling) return undefined;
  const more = Number.isFinite(most) ? `(?:${atom}`.repeat(optional) + `)?${lazy}`.repeat(optional) : `${atom}*${lazy}`;
  return `(?:${atom.repeat(least)}${more})`;
}

function constant(source: string): (many: boolean) => string {
  return () => source;
}

function withFlags(flags: Flags, on: string, off: string): Flags {
  const set = (letter: "i" | "m" | "s" | "x") => (flags[letter] || on.includes(letter)) && !off.includes(letter);
  return { i: set("i"), m: set("m"), s: set("s"), x: set("x") };
}

function unsupportedGroup(rest: string): string {
  if (rest.startsWith("(?>")) return "atomic groups";
  if (rest.startsWith("(?|")) return "groups that reset numbers";
  if (rest.startsWith("(?(")) return "conditional groups";
  if (/^\(\?(?:R|[+-]?\d|&|P>)/.test(rest)) return "recursive patterns";
  return `groups that begin with ${rest.slice(0, 3)}`;
}

function octalOf(text: string): { code: number; length: number } | undefined {
  const octal = /^[0-7]{2,3}/.exec(text);
  return octal === null ? undefined : { code: Number.parseInt(octal[0], 8), length: octal[0].length };
}

/** Number of capturing groups: parentheses that are neither escaped, nor in a class, nor followed by something else than a name. */
function countGroups(text: string): number {
  const plain = text.replace(/\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]])*\]/gs, "");
  return plain.match(/\((?!\?|\*)|\(\?(?:P?<(?![=!])|')/g)?.length ?? 0;
}
