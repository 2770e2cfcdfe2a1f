import { unbound } from "./best.ts";
import { parseByValue } from "./by-value.ts";
import { type AccumulatorSpec, defineAccumulator } from "./define.ts";

/** $maxN: the `n` largest values, the largest first; null and missing are ignored. */
export const maxN: AccumulatorSpec = defineAccumulator({
  ...unbound,
  name: "$maxN",
  parse: (...args) => parseByValue(maxN, 1, ...args),
  docs: {
    syntax: "{ $maxN: { input: expression, n: number } }",
    summary: "The largest values.",
    examples: [
      { in: [{ a: 3 }, { a: 9 }, { a: null }, { a: 5 }], accumulator: { $maxN: { n: 2, input: "$a" } }, out: [9, 5] },
      { in: [{}], accumulator: { $maxN: { n: 2, input: "$a" } }, out: [] },
    ],
  },
});
