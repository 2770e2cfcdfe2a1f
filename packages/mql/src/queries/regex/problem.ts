/** Why a pattern cannot be translated; the message ends without a full stop. */
export class RegexProblem extends Error {}

/** Thrown when a pattern turns out to need JavaScript's `u` flag. */
export class NeedsUnicode extends Error {}

export function notSupported(what: string): RegexProblem {
  return new RegexProblem(`${what} are not supported here, as JavaScript has none`);
}
