import { kinds } from "../../compiler/kinds.ts";
import { Double } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { checkMethod, percentileOf, sortedNumbers } from "./percentiles.ts";

/** $median: the middle one of the numbers of an array (the lower of two), a double. What is no number is ignored; no numbers give null. */
export const median = defineExpression({
  name: "$median",
  fields: { input: "required", method: "required" },
  check: ([, method], parser, pointer) => checkMethod("$median", method, parser, pointer),
  evaluate: (input: Value) => percentileOf(sortedNumbers(input), 0.5),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the median of numbers.",
    examples: [
      { in: { a: [62, 81, 67] }, expr: { $median: { input: "$a", method: "approximate" } }, out: new Double(67) },
      { in: { a: 1, b: 4 }, expr: { $median: { input: ["$a", "$b", "x"], method: "approximate" } }, out: new Double(1) },
      { in: { a: 2.5 }, expr: { $median: { input: "$a", method: "approximate" } }, out: 2.5 },
      { in: {}, expr: { $median: { input: "$a", method: "approximate" } }, out: null },
    ],
  },
});
