import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $reverseArray: the items of an array in reverse order, arrays in it as they are. Null for null. */
export const reverseArray = defineExpression({
  name: "$reverseArray",
  arity: 1,
  evaluate: (array: Value) => {
    if (isNullish(array)) return null;
    if (!Array.isArray(array))
      throw new MqlError(34435, `The argument to $reverseArray must be an array, but was of type: ${typeOf(array)}`);
    return array.toReversed();
  },
  kinds: kinds.array | kinds.null,
  fresh: true,
  docs: {
    summary: "Reverses an array.",
    examples: [
      { in: { a: [1, 2, 3] }, expr: { $reverseArray: "$a" }, out: [3, 2, 1] },
      { expr: { $reverseArray: { $slice: [["foo", "bar"], 1] } }, out: ["foo"] },
      {
        expr: {
          $reverseArray: [
            [
              [1, 2, 3],
              [4, 5, 6],
            ],
          ],
        },
        out: [
          [4, 5, 6],
          [1, 2, 3],
        ],
      },
      { in: { a: null }, expr: { $reverseArray: "$a" }, out: null },
      { in: { a: "abc" }, expr: { $reverseArray: "$a" }, error: 34435 },
    ],
  },
});
