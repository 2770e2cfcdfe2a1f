import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $size: the number of items of an array. Anything else is an error, null and missing too. */
export const size = defineExpression({
  name: "$size",
  arity: 1,
  evaluate: (array: Value) => {
    if (!Array.isArray(array))
      throw new MqlError(17124, `The argument to $size must be an array, but was of type: ${typeOf(array)}`);
    return array.length;
  },
  kinds: kinds.int,
  docs: {
    summary: "Counts the items of an array.",
    examples: [
      { in: { a: [1, [2, 3]] }, expr: { $size: "$a" }, out: 2 },
      { in: {}, expr: { $size: "$a" }, error: 17124 },
    ],
  },
});
