import { kinds } from "../../compiler/kinds.ts";
import { Double } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { checkMethod, percentileOf, sharesOf, sortedNumbers } from "./percentiles.ts";

/** $percentile: for each share of `p` the smallest number of an array that so many do not exceed, as doubles. What is no number is ignored; no numbers give nulls. */
export const percentile = defineExpression({
  name: "$percentile",
  fields: { input: "required", p: "required", method: "required" },
  check: ([, , method], parser, pointer) => checkMethod("$percentile", method, parser, pointer),
  evaluate: (input: Value, p: Value) => {
    const shares = sharesOf(p);
    const sorted = sortedNumbers(input);
    return shares.map((share) => percentileOf(sorted, share));
  },
  kinds: kinds.array,
  fresh: true,
  docs: {
    summary: "Gives percentiles of numbers.",
    examples: [
      {
        in: { a: [62, 81, 67, 70] },
        expr: { $percentile: { input: "$a", p: [0.5, 0.95], method: "approximate" } },
        out: [new Double(67), new Double(81)],
      },
      {
        in: { a: [3, 1, 2] },
        expr: { $percentile: { input: "$a", p: [0, 1], method: "approximate" } },
        out: [new Double(1), new Double(3)],
      },
      { in: {}, expr: { $percentile: { input: "$a", p: [0.5], method: "approximate" } }, out: [null] },
      { in: { p: [2] }, expr: { $percentile: { input: [1], p: "$p", method: "approximate" } }, error: 7750303 },
      { in: { p: ["x"] }, expr: { $percentile: { input: [1], p: "$p", method: "approximate" } }, error: 7750302 },
      { in: { p: [] }, expr: { $percentile: { input: [1], p: "$p", method: "approximate" } }, error: 7750301 },
    ],
  },
});
