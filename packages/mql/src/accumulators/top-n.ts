import { unbound } from "./best.ts";
import { parseBySorting } from "./by-sorting.ts";
import { type AccumulatorSpec, defineAccumulator } from "./define.ts";

/** $topN: the outputs of the `n` documents that come first in the order of `sortBy`; null where it is missing. */
export const topN: AccumulatorSpec = defineAccumulator({
  ...unbound,
  name: "$topN",
  parse: (...args) => parseBySorting(topN, { sign: 1, several: true }, ...args),
  docs: {
    syntax: "{ $topN: { sortBy: order, output: expression, n: number } }",
    summary: "The outputs of the first documents in an order.",
    examples: [
      {
        in: [{ a: 3 }, { a: 9 }, { a: 5 }],
        accumulator: { $topN: { n: 2, sortBy: { a: -1 }, output: "$a" } },
        out: [9, 5],
      },
      { in: [{ a: 3 }, {}], accumulator: { $topN: { n: 5, sortBy: { a: 1 }, output: "$a" } }, out: [null, 3] },
    ],
  },
});
