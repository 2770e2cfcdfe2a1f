import { unbound } from "./best.ts";
import { parseByArrival } from "./by-arrival.ts";
import { type AccumulatorSpec, defineAccumulator } from "./define.ts";

/** $lastN: the values of the `n` documents that arrived last, in order of arrival; null where they are missing. */
export const lastN: AccumulatorSpec = defineAccumulator({
  ...unbound,
  name: "$lastN",
  parse: (...args) => parseByArrival(lastN, 1, ...args),
  docs: {
    syntax: "{ $lastN: { input: expression, n: number } }",
    summary: "The values of the last documents.",
    examples: [
      { in: [{ a: 3 }, {}, { a: 1 }], accumulator: { $lastN: { n: 2, input: "$a" } }, out: [null, 1] },
      { in: [{ a: 3 }], accumulator: { $lastN: { n: 5, input: "$a" } }, out: [3] },
    ],
  },
});
