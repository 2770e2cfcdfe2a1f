/** Characters and sets of characters in JavaScript patterns. */
import { caseVariants } from "./case-variants.ts";
import { NeedsUnicode } from "./problem.ts";

/** One character, escaped where it has a meaning, in or outside of a class. */
export function literalCharacter(code: number, unicode: boolean): string {
  if (code > 0xffff) {
    if (!unicode) throw new NeedsUnicode();
    return `\\u{${code.toString(16)}}`;
  }
  const character = String.fromCharCode(code);
  if (/[A-Za-z0-9_ ]/.test(character)) return character;
  // Syntax characters keep their escape in both modes, others must not have one in unicode mode.
  if (/[\^$\\.*+?()[\]{}|/]/.test(character)) return `\\${character}`;
  return `\\u${code.toString(16).padStart(4, "0")}`;
}

/** One character in either case. */
export function eitherCase(code: number, unicode: boolean): string {
  const others = caseVariants(code);
  if (others.length === 0) return literalCharacter(code, unicode);
  return `[${[code, ...others].map((each) => literalCharacter(each, unicode)).join("")}]`;
}

/** Sets by the letter of their escape, as the content of a class. */
export const sets: Readonly<Record<string, string>> = {
  d: "0-9",
  w: "A-Za-z0-9_",
  s: "\\t-\\r ",
  h: "\\t \\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000",
  v: "\\n-\\r\\u0085\\u2028\\u2029",
};

/** POSIX classes, `[:alpha:]`, as the content of a class. */
export const posix: Readonly<Record<string, string>> = {
  alnum: "A-Za-z0-9",
  alpha: "A-Za-z",
  ascii: "\\u0000-\\u007f",
  blank: " \\t",
  cntrl: "\\u0000-\\u001f\\u007f",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`\\{-~",
  space: "\\t-\\r ",
  upper: "A-Z",
  word: "A-Za-z0-9_",
  xdigit: "0-9A-Fa-f",
};

/** Everything but a set. Without the `u` flag a pair of surrogates is taken as a whole, unless `anyNumber` makes that the same. */
export function complement(set: string, unicode: boolean, anyNumber: boolean): string {
  if (unicode || anyNumber) return `[^${set}]`;
  return `(?:[\\ud800-\\udbff][\\udc00-\\udfff]|[^${set}\\ud800-\\udfff])`;
}
