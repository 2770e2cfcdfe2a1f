/** Code shared by $stdDevPop and $stdDevSamp. */
import { makeDouble, numberOf } from "../../values/numbers.ts";
import { isNumeric } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { itemsOf } from "./operands.ts";

/** Welford's method, over `count − less` values; null where that is not positive. What is no number is ignored. */
export function deviation(operands: readonly Value[], less: 0 | 1): Value {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const item of itemsOf(operands)) {
    if (!isNumeric(item)) continue;
    const value = numberOf(item);
    count++;
    const distance = value - mean;
    mean += distance / count;
    squares += distance * (value - mean);
  }
  return count - less <= 0 ? null : makeDouble(Math.sqrt(squares / (count - less)));
}
