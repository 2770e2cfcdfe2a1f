import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { valuesEqual } from "../../values/compare.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { searchRange } from "../search-range.ts";

/** $indexOfArray: the index of the first item that equals a value, −1 if there is none; from a start, up to but without an end. Null for null. */
export const indexOfArray = defineExpression({
  name: "$indexOfArray",
  arity: [2, 4],
  evaluate: (array: Value, wanted: Value, ...range: readonly Value[]) => {
    if (isNullish(array)) return null;
    if (!Array.isArray(array))
      throw new MqlError(40090, `$indexOfArray requires an array as a first argument, found: ${typeOf(array)}`);
    const { start, end } = searchRange("$indexOfArray", range, array.length);
    for (let index = start; index < end; index++) if (valuesEqual(array[index], wanted)) return index;
    return -1;
  },
  kinds: kinds.int | kinds.null,
  docs: {
    summary: "Gives the index of a value in an array.",
    examples: [
      { in: { a: ["a", "abc"] }, expr: { $indexOfArray: ["$a", "abc"] }, out: 1 },
      { in: { a: ["a", "abc", "b"] }, expr: { $indexOfArray: ["$a", "b", 1, 2] }, out: -1 },
      { in: { a: [1, 2, 1] }, expr: { $indexOfArray: ["$a", 1, 1] }, out: 2 },
      { in: {}, expr: { $indexOfArray: ["$a", 1] }, out: null },
      { in: { a: "abc" }, expr: { $indexOfArray: ["$a", "a"] }, error: 40090 },
      { in: { a: [1], n: -1 }, expr: { $indexOfArray: ["$a", 1, "$n"] }, error: 40097 },
    ],
  },
});
