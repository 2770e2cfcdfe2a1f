/** Escapes that mean one character, in and outside of classes. */
import { RegexProblem } from "./problem.ts";

const controls: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };

/** The character code that an escape means and its length without the backslash; `undefined` if it means something else. */
export function escapedCharacter(text: string): { code: number; length: number } | undefined {
  const letter = text[0];
  if (letter === undefined) throw new RegexProblem("a backslash stands at the end");
  if (Object.hasOwn(controls, letter)) return { code: controls[letter]!, length: 1 };
  if (!/[A-Za-z0-9]/.test(letter)) {
    const code = text.codePointAt(0)!;
    return { code, length: code > 0xffff ? 2 : 1 };
  }
  const hexadecimal = /^x(?:\{([\da-fA-F]{1,6})\}|([\da-fA-F]{0,2}))/.exec(text);
  if (hexadecimal) return checked(Number.parseInt(hexadecimal[1] ?? (hexadecimal[2] || "0"), 16), hexadecimal[0].length);
  const octal = /^(?:0([0-7]{0,2})|o\{([0-7]{1,7})\})/.exec(text);
  if (octal) return checked(Number.parseInt(octal[1] || octal[2] || "0", 8), octal[0].length);
  const control = /^c([\x20-\x7e])/.exec(text);
  if (control) return { code: control[1]!.toUpperCase().charCodeAt(0) ^ 64, length: 2 };
  return undefined;
}

function checked(code: number, length: number): { code: number; length: number } {
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new RegexProblem(`there is no character ${code.toString(16)}`);
  return { code, length };
}

const categories = /^(?:L[lmotu]?|LC|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?|C[cfnos]?|Any)$/;

/** A Unicode property (`pL`, `p{Greek}`, `P{^Lu}`, behind the backslash) as JavaScript writes it. */
export function unicodeProperty(text: string): { source: string; length: number } {
  const match = /^([pP])(?:\{(\^?)([\w&]+)\}|([A-Z]))/.exec(text);
  if (match === null) throw new RegexProblem("\\p and \\P take the name of a Unicode property");
  const [whole, letter, caret, long, short] = match;
  const name = (long ?? short)!.replace("L&", "LC");
  const negative = (letter === "P") !== (caret === "^");
  return { source: `\\${negative ? "P" : "p"}{${categories.test(name) ? name : `Script=${name}`}}`, length: whole.length };
}
