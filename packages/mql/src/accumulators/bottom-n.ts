import { unbound } from "./best.ts";
import { parseBySorting } from "./by-sorting.ts";
import { type AccumulatorSpec, defineAccumulator } from "./define.ts";

/** $bottomN: the outputs of the `n` documents that come last in the order of `sortBy`, in that order; null where it is missing. */
export const bottomN: AccumulatorSpec = defineAccumulator({
  ...unbound,
  name: "$bottomN",
  parse: (...args) => parseBySorting(bottomN, { sign: -1, several: true }, ...args),
  docs: {
    syntax: "{ $bottomN: { sortBy: order, output: expression, n: number } }",
    summary: "The outputs of the last documents in an order.",
    examples: [
      {
        in: [{ a: 3 }, { a: 9 }, { a: 5 }],
        accumulator: { $bottomN: { n: 2, sortBy: { a: -1 }, output: "$a" } },
        out: [5, 3],
      },
    ],
  },
});
