import { unbound } from "./best.ts";
import { parseByValue } from "./by-value.ts";
import { type AccumulatorSpec, defineAccumulator } from "./define.ts";

/** $minN: the `n` smallest values, the smallest first; null and missing are ignored. */
export const minN: AccumulatorSpec = defineAccumulator({
  ...unbound,
  name: "$minN",
  parse: (...args) => parseByValue(minN, -1, ...args),
  docs: {
    syntax: "{ $minN: { input: expression, n: number } }",
    summary: "The smallest values.",
    examples: [
      { in: [{ a: 3 }, { a: 9 }, { a: null }, { a: 5 }], accumulator: { $minN: { n: 2, input: "$a" } }, out: [3, 5] },
      { in: [{}], accumulator: { $minN: { n: 2, input: "$a" } }, out: [] },
    ],
  },
});
