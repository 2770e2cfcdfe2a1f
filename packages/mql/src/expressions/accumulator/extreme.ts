import { compareValues } from "../../values/compare.ts";
import { isNullish } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { itemsOf } from "./operands.ts";

/** The largest (`sign` 1) or smallest (−1) value, the first of equal ones; null without any. */
export function extremeOf(operands: readonly Value[], sign: 1 | -1): Value {
  let best: Value = null;
  for (const item of itemsOf(operands)) {
    if (!isNullish(item) && (best === null || compareValues(item, best) * sign > 0)) best = item;
  }
  return best;
}
