/** Comparison in queries: only with values of the same bracket of types, NaN only equal to NaN (manual, "Comparison/Sort Order"). */
import { MaxKey, MinKey } from "../../values/classes.ts";
import { compareForSort } from "../../values/compare.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";

/** Types that compare with each other have the same bracket; missing compares as null. */
function bracketOf(value: Value): string {
  const type = typeOf(value);
  switch (type) {
    case "int":
    case "long":
    case "double":
    case "decimal":
      return "number";
    case "symbol":
      return "string";
    case "missing":
    case "undefined":
      return "null";
    default:
      return type;
  }
}

/** Which results of a comparison a condition accepts. */
export interface Order {
  readonly less: boolean;
  readonly equal: boolean;
  readonly greater: boolean;
}

/** Whether `value` stands to `operand` as the condition asks. */
export function compares(value: Value, operand: Value, order: Order): boolean {
  if (bracketOf(value) !== bracketOf(operand)) {
    // Every value is less than MaxKey and greater than MinKey.
    return (operand instanceof MaxKey && order.less) || (operand instanceof MinKey && order.greater);
  }
  if (isNumeric(operand)) {
    const [x, y] = [Number.isNaN(numberOf(value)), Number.isNaN(numberOf(operand))];
    if (x || y) return x && y && order.equal;
  }
  const difference = compareForSort(value, operand);
  return difference === 0 ? order.equal : difference < 0 ? order.less : order.greater;
}
