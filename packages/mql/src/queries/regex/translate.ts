/**
 * Regular expressions of the database (PCRE) as JavaScript's. What differs is rewritten (`$` before a final newline, `\A`,
 * `\s` in ASCII, POSIX classes, `x`); what JavaScript has no counterpart for is refused.
 *
 * Without the flags `u` and `i` and without looking ahead, V8 can fall back to matching in linear time (design 5): `u` is set
 * only where a pattern needs it (`.` and negated classes take whole code points all the same), both cases of letters are
 * named, and counted repetitions inside of others are spelt out. Patterns with look-ahead, back-references or Unicode properties
 * have no fallback: with nested repetitions a text can make them slow.
 */
import { PatternReader } from "./pattern.ts";
import { NeedsUnicode, RegexProblem } from "./problem.ts";

export type TranslatedRegex =
  | {
      readonly ok: true;
      readonly regex: RegExp;
      /** The last group is none of the pattern's own: a newline that the match took before the end and that is no part of it. */
      readonly takesNewline: boolean;
    }
  | { readonly ok: false; readonly message: string };

const longestPattern = 32_764;

/**
 * Translates a pattern with the options `i`, `m`, `s`, `x`, `u`. Never throws.
 * @param finding whether the text of the match is asked for, not only whether there is one
 */
export function translateRegex(pattern: string, options: string, finding = false): TranslatedRegex {
  const unknown = /[^imsxu]/.exec(options);
  if (unknown) return { ok: false, message: `'${unknown[0]}' is not an option of regular expressions; i, m, s, u and x are.` };
  if (pattern.includes("\0")) return { ok: false, message: "A regular expression must not contain a NUL byte." };
  if (pattern.length > longestPattern)
    return { ok: false, message: `A regular expression may have ${longestPattern} characters at most.` };
  try {
    return { ok: true, ...translate(pattern, options, finding) };
  } catch (error) {
    if (error instanceof RegexProblem) return { ok: false, message: `Regular expression ${shown(pattern)}: ${error.message}.` };
    return {
      ok: false,
      message: `Regular expression ${shown(pattern)} is not valid: ${(error as Error).message.replace(/^.*\/: /s, "")}.`,
    };
  }
}

function translate(pattern: string, options: string, finding: boolean): { regex: RegExp; takesNewline: boolean } {
  const write = (unicode: boolean, spelling: boolean) => {
    const reader = new PatternReader(pattern, options, { unicode, finding, spelling });
    const source = reader.read();
    return { reader, regex: () => new RegExp(source, unicode ? "u" : "") };
  };
  try {
    const { reader, regex } = write(false, false);
    return { regex: reader.needsSpelling ? write(false, true).regex() : regex(), takesNewline: reader.takesNewline };
  } catch (error) {
    if (!(error instanceof NeedsUnicode)) throw error;
    const { reader, regex } = write(true, false);
    return { regex: regex(), takesNewline: reader.takesNewline };
  }
}

function shown(pattern: string): string {
  return `/${pattern.length > 60 ? `${pattern.slice(0, 60)}…` : pattern}/`;
}
