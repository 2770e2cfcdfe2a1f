import { Double } from "../values/classes.ts";
import { defineDeviation } from "./deviation.ts";

/** $stdDevSamp: the standard deviation of a sample, a double. What is no number is ignored; fewer than two numbers give null. */
export const stdDevSamp = defineDeviation("$stdDevSamp", 1, {
  summary: "The standard deviation of a sample.",
  syntax: "{ $stdDevSamp: expression }",
  examples: [
    { in: [{ a: 2 }, { a: 4 }, { a: 6 }], accumulator: { $stdDevSamp: "$a" }, out: new Double(2) },
    { in: [{ a: 2 }], accumulator: { $stdDevSamp: "$a" }, out: null },
  ],
});
