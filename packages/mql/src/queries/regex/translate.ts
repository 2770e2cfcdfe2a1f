/**
 * Regular expressions of the database (PCRE) as JavaScript's. What differs is rewritten (`$` before a final newline, `\A`,
 * `\s` in ASCII, POSIX classes, `x`); what JavaScript has no counterpart for is refused.
 *
 * Without the `u` flag V8 can fall back to matching in linear time (design 5), so it is set only where a pattern needs it;
 * `.` and negated classes take whole code points all the same.
 */
import { PatternReader } from "./pattern.ts";
import { NeedsUnicode, RegexProblem } from "./problem.ts";

export type TranslatedRegex = { ok: true; regex: RegExp } | { ok: false; message: string };

const longestPattern = 32_764;

/** Translates a pattern with the options `i`, `m`, `s`, `x`, `u`. Never throws. */
export function translateRegex(pattern: string, options: string): TranslatedRegex {
  const unknown = /[^imsxu]/.exec(options);
  if (unknown) return { ok: false, message: `'${unknown[0]}' is not an option of regular expressions; i, m, s, u and x are.` };
  if (pattern.includes("\0")) return { ok: false, message: "A regular expression must not contain a NUL byte." };
  if (pattern.length > longestPattern)
    return { ok: false, message: `A regular expression may have ${longestPattern} characters at most.` };
  try {
    return { ok: true, regex: translate(pattern, options) };
  } catch (error) {
    if (error instanceof RegexProblem) return { ok: false, message: `Regular expression ${shown(pattern)}: ${error.message}.` };
    return {
      ok: false,
      message: `Regular expression ${shown(pattern)} is not valid: ${(error as Error).message.replace(/^.*\/: /s, "")}.`,
    };
  }
}

function translate(pattern: string, options: string): RegExp {
  const ignoreCase = options.includes("i") ? "i" : "";
  try {
    return new RegExp(new PatternReader(pattern, options, false).read(), ignoreCase);
  } catch (error) {
    if (!(error instanceof NeedsUnicode)) throw error;
    return new RegExp(new PatternReader(pattern, options, true).read(), `${ignoreCase}u`);
  }
}

function shown(pattern: string): string {
  return `/${pattern.length > 60 ? `${pattern.slice(0, 60)}…` : pattern}/`;
}
