import type { Problems } from "./problems.ts";

/** The manual's limit for the nesting of documents; a longer path leads nowhere. */
const longest = 200;

/** Reports a path of too many names; code for it would exhaust the stack. */
export function isTooLong(names: readonly string[], pointer: string, problems: Problems): boolean {
  if (names.length <= longest) return false;
  problems.shape(pointer, `A field path may have ${longest} names at most, but this one has ${names.length}.`);
  return true;
}
