import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { extremeOf } from "./extreme.ts";

/** $min: the smallest of the operands in the order of BSON, or of the items of a single one that is an array. Null and missing are ignored. */
export const min = defineExpression({
  name: "$min",
  arity: [0, Number.POSITIVE_INFINITY],
  evaluate: (...operands: readonly Value[]) => extremeOf(operands, -1),
  docs: {
    summary: "Gives the smallest value.",
    examples: [
      { in: { a: [10, 5, 7] }, expr: { $min: "$a" }, out: 5 },
      { in: { a: 2, b: "x" }, expr: { $min: ["$a", "$b", null] }, out: 2 },
      { in: { a: [1, 14] }, expr: { $min: ["$a", "x"] }, out: "x" },
      { in: { a: [null] }, expr: { $min: "$a" }, out: null },
      { in: {}, expr: { $min: ["$a"] }, out: null },
    ],
  },
});
