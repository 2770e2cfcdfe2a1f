/** Code shared by $firstN, $lastN, $minN and $maxN. */
import { MqlError } from "../../errors.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";

export const severalFields = { input: "required", n: "required" } as const;

/** The array and how many of its items are wanted. Throws MqlError 5788200 unless `input` is an array, 5787902 ff. unless `n` is a positive integer. */
export function severalOf(name: string, input: Value, n: Value): { items: Value[]; count: number } {
  const count = isNumeric(n) ? numberOf(n) : Number.NaN;
  if (!isNumeric(n)) throw new MqlError(5787902, `${name} requires 'n' to be of integral type, but found ${typeOf(n)}`);
  if (!Number.isInteger(count)) throw new MqlError(5787903, `${name} requires 'n' to be a 64-bit integer, but found ${count}`);
  if (count <= 0) throw new MqlError(5787908, `${name} requires 'n' to be greater than 0, but found ${count}`);
  if (!Array.isArray(input)) throw new MqlError(5788200, `${name} requires 'input' to be an array, but found ${typeOf(input)}`);
  return { items: input, count };
}
