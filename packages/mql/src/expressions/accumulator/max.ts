import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { extremeOf } from "./extreme.ts";

/** $max: the largest of the operands in the order of BSON, or of the items of a single one that is an array. Null and missing are ignored. */
export const max = defineExpression({
  name: "$max",
  arity: [0, Number.POSITIVE_INFINITY],
  evaluate: (...operands: readonly Value[]) => extremeOf(operands, 1),
  docs: {
    summary: "Gives the largest value.",
    examples: [
      { in: { a: [10, 5, 10] }, expr: { $max: "$a" }, out: 10 },
      { in: { a: 2, b: "x" }, expr: { $max: ["$a", "$b", null] }, out: "x" },
      { in: { a: [1, 14] }, expr: { $max: ["$a", 5] }, out: [1, 14] },
      { in: { a: [] }, expr: { $max: "$a" }, out: null },
      { in: {}, expr: { $max: "$a" }, out: null },
    ],
  },
});
