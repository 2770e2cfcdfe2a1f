import { kinds } from "../../compiler/kinds.ts";
import { Double } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { deviation } from "./deviation.ts";

/** $stdDevPop: the standard deviation of a whole population, a double. What is no number is ignored; no numbers give null. */
export const stdDevPop = defineExpression({
  name: "$stdDevPop",
  arity: [0, Number.POSITIVE_INFINITY],
  evaluate: (...operands: readonly Value[]) => deviation(operands, 0),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the standard deviation of a population.",
    examples: [
      { in: { a: [2, 4, 4, 4, 5, 5, 7, 9] }, expr: { $stdDevPop: "$a" }, out: new Double(2) },
      { in: { a: 1, b: 2 }, expr: { $stdDevPop: ["$a", "$b", "x"] }, out: 0.5 },
      { in: { a: 7 }, expr: { $stdDevPop: "$a" }, out: new Double(0) },
      { in: { a: ["x", null] }, expr: { $stdDevPop: "$a" }, out: null },
    ],
  },
});
