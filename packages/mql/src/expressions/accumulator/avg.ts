import { addToSum, mean, SumState } from "../../accumulators/sum-state.ts";
import { kinds } from "../../compiler/kinds.ts";
import { divide } from "../../values/arithmetic.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { itemsOf } from "./operands.ts";

/** $avg: the mean of the operands, or of the items of a single one that is an array. What is no number is ignored; no numbers give null. */
export const avg = defineExpression({
  name: "$avg",
  arity: [0, Number.POSITIVE_INFINITY],
  evaluate: (...operands: readonly Value[]) => {
    const state = new SumState();
    for (const item of itemsOf(operands)) addToSum(state, item);
    return mean(state, divide);
  },
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the mean of numbers.",
    examples: [
      { in: { a: [85, 82, 94] }, expr: { $avg: "$a" }, out: new Double(87) },
      { in: { a: 1, b: 2, c: null }, expr: { $avg: ["$a", "$b", "$c"] }, out: 1.5 },
      { in: { a: [1, Decimal128.fromString("2")] }, expr: { $avg: "$a" }, out: Decimal128.fromString("1.5") },
      { in: { a: ["x", null] }, expr: { $avg: "$a" }, out: null },
      { in: {}, expr: { $avg: "$a" }, out: null },
    ],
  },
});
