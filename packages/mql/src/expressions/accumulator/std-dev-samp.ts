import { kinds } from "../../compiler/kinds.ts";
import { Double } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { deviation } from "./deviation.ts";

/** $stdDevSamp: the standard deviation of a sample, a double. What is no number is ignored; less than two numbers give null. */
export const stdDevSamp = defineExpression({
  name: "$stdDevSamp",
  arity: [0, Number.POSITIVE_INFINITY],
  evaluate: (...operands: readonly Value[]) => deviation(operands, 1),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the standard deviation of a sample.",
    examples: [
      { in: { a: [1, 3, 5] }, expr: { $stdDevSamp: "$a" }, out: new Double(2) },
      { in: { a: 1, b: 1 }, expr: { $stdDevSamp: ["$a", "$b"] }, out: new Double(0) },
      { in: { a: [7, "x"] }, expr: { $stdDevSamp: "$a" }, out: null },
      { in: {}, expr: { $stdDevSamp: "$a" }, out: null },
    ],
  },
});
