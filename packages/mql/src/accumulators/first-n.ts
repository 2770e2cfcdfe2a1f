import { unbound } from "./best.ts";
import { parseByArrival } from "./by-arrival.ts";
import { type AccumulatorSpec, defineAccumulator } from "./define.ts";

/** $firstN: the values of the `n` documents that arrived first, in order of arrival; null where they are missing. */
export const firstN: AccumulatorSpec = defineAccumulator({
  ...unbound,
  name: "$firstN",
  parse: (...args) => parseByArrival(firstN, -1, ...args),
  docs: {
    syntax: "{ $firstN: { input: expression, n: number } }",
    summary: "The values of the first documents.",
    examples: [
      { in: [{ a: 3 }, {}, { a: 1 }], accumulator: { $firstN: { n: 2, input: "$a" } }, out: [3, null] },
      { in: [{ a: 3 }], accumulator: { $firstN: { n: 5, input: "$a" } }, out: [3] },
    ],
  },
});
