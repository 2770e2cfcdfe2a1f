import { MqlError } from "../errors.ts";
import { numberOf } from "../values/numbers.ts";
import { isNumeric, typeOf } from "../values/type-of.ts";
import type { Value } from "../values/types.ts";

/**
 * Where `$indexOfArray`, `$indexOfBytes` and `$indexOfCP` search: from a start up to, but without, an end, both within the length.
 * Throws MqlError 40096 unless they are 32-bit integers, 40097 for negative ones; null and missing are no integers.
 */
export function searchRange(name: string, range: readonly Value[], length: number): { start: number; end: number } {
  const from = range.length > 0 ? natural(name, "starting", range[0]) : 0;
  const to = range.length > 1 ? natural(name, "ending", range[1]) : length;
  return { start: from, end: Math.min(to, length) };
}

function natural(name: string, what: string, value: Value): number {
  const number = isNumeric(value) ? numberOf(value) : Number.NaN;
  if ((number | 0) !== number) {
    throw new MqlError(40096, `${name} requires an integral ${what} index, found a value of type: ${typeOf(value)}`);
  }
  if (number < 0) throw new MqlError(40097, `${name} requires a nonnegative ${what} index, found: ${number}`);
  return number;
}
