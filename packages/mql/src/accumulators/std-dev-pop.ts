import { Double } from "../values/classes.ts";
import { defineDeviation } from "./deviation.ts";

/** $stdDevPop: the standard deviation of a whole population, a double. What is no number is ignored; no numbers give null. */
export const stdDevPop = defineDeviation("$stdDevPop", 0, {
  summary: "The standard deviation of a population.",
  syntax: "{ $stdDevPop: expression }",
  examples: [
    { in: [2, 4, 4, 4, 5, 5, 7, 9].map((a) => ({ a })), accumulator: { $stdDevPop: "$a" }, out: new Double(2) },
    { in: [{ a: "x" }], accumulator: { $stdDevPop: "$a" }, out: null },
  ],
});
