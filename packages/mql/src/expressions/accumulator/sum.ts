import { addToSum, SumState, total } from "../../accumulators/sum-state.ts";
import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { itemsOf } from "./operands.ts";

/** $sum: the sum of the operands, or of the items of a single one that is an array. What is no number is ignored; no numbers give 0. */
export const sum = defineExpression({
  name: "$sum",
  arity: [0, Number.POSITIVE_INFINITY],
  evaluate: (...operands: readonly Value[]) => {
    const state = new SumState();
    for (const item of itemsOf(operands)) addToSum(state, item);
    return total(state);
  },
  kinds: kinds.numeric,
  docs: {
    summary: "Adds numbers up.",
    examples: [
      { in: { a: [10, 6, 7] }, expr: { $sum: "$a" }, out: 23 },
      { in: { a: 10, b: 2.5, c: "x" }, expr: { $sum: ["$a", "$b", "$c"] }, out: 12.5 },
      { in: { a: [1, 2] }, expr: { $sum: ["$a", 5] }, out: 5 },
      { in: { a: [1.5, 0.5] }, expr: { $sum: "$a" }, out: new Double(2) },
      { in: { a: [1, Decimal128.fromString("0.1")] }, expr: { $sum: "$a" }, out: Decimal128.fromString("1.1") },
      { in: {}, expr: { $sum: "$a" }, out: 0 },
    ],
  },
});
