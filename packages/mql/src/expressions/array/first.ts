import { MqlError } from "../../errors.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $first: the first item of an array; missing for an empty one, null for null. */
export const first = defineExpression({
  name: "$first",
  arity: 1,
  evaluate: (array: Value) => {
    if (isNullish(array)) return null;
    if (!Array.isArray(array)) throw new MqlError(28689, `$first's argument must be an array, but is ${typeOf(array)}`);
    return array.at(0);
  },
  docs: {
    summary: "Gives the first item of an array.",
    examples: [
      { in: { a: [7, 8, 9] }, expr: { $first: "$a" }, out: 7 },
      { in: { a: [] }, expr: { $first: "$a" } },
      { in: {}, expr: { $first: "$a" }, out: null },
      { in: { a: 5 }, expr: { $first: "$a" }, error: 28689 },
    ],
  },
});
