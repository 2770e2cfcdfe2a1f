import { MqlError } from "../../errors.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $last: the last item of an array; missing for an empty one, null for null. */
export const last = defineExpression({
  name: "$last",
  arity: 1,
  evaluate: (array: Value) => {
    if (isNullish(array)) return null;
    if (!Array.isArray(array)) throw new MqlError(28689, `$last's argument must be an array, but is ${typeOf(array)}`);
    return array.at(-1);
  },
  docs: {
    summary: "Gives the last item of an array.",
    examples: [
      { in: { a: [7, 8, 9] }, expr: { $last: "$a" }, out: 9 },
      { in: { a: [] }, expr: { $last: "$a" } },
      { in: {}, expr: { $last: "$a" }, out: null },
      { in: { a: 5 }, expr: { $last: "$a" }, error: 28689 },
    ],
  },
});
