import { MqlError } from "../../errors.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNullish, isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $arrayElemAt: the item at an index; a negative one counts from the end. Missing beyond the ends, null for null. */
export const arrayElemAt = defineExpression({
  name: "$arrayElemAt",
  arity: 2,
  evaluate: itemAt,
  docs: {
    summary: "Gives the item of an array at an index.",
    examples: [
      { in: { a: [7, 8, 9] }, expr: { $arrayElemAt: ["$a", 0] }, out: 7 },
      { in: { a: [7, 8, 9] }, expr: { $arrayElemAt: ["$a", -1] }, out: 9 },
      { in: { a: [7] }, expr: { $arrayElemAt: ["$a", 5] } },
      { in: { a: null }, expr: { $arrayElemAt: ["$a", 0] }, out: null },
      { in: { a: 5 }, expr: { $arrayElemAt: ["$a", 0] }, error: 28689 },
      { in: { a: [7] }, expr: { $arrayElemAt: ["$a", "0"] }, error: 28690 },
      { in: { a: [7] }, expr: { $arrayElemAt: ["$a", 0.5] }, error: 28691 },
    ],
  },
});

function itemAt(array: Value, index: Value): Value {
  if (isNullish(array) || isNullish(index)) return null;
  if (!Array.isArray(array)) throw new MqlError(28689, `$arrayElemAt's first argument must be an array, but is ${typeOf(array)}`);
  if (!isNumeric(index))
    throw new MqlError(28690, `$arrayElemAt's second argument must be a numeric value, but is ${typeOf(index)}`);
  const number = numberOf(index);
  if ((number | 0) !== number)
    throw new MqlError(28691, `$arrayElemAt's second argument must be a 32-bit integer, but is ${number}`);
  return array.at(number);
}
