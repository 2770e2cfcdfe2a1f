import { unbound } from "./best.ts";
import { parseBySorting } from "./by-sorting.ts";
import { type AccumulatorSpec, defineAccumulator } from "./define.ts";

/** $bottom: the output of the document that comes last in the order of `sortBy`; null where it is missing. */
export const bottom: AccumulatorSpec = defineAccumulator({
  ...unbound,
  name: "$bottom",
  parse: (...args) => parseBySorting(bottom, { sign: -1, several: false }, ...args),
  docs: {
    syntax: "{ $bottom: { sortBy: order, output: expression } }",
    summary: "The output of the last document in an order.",
    examples: [
      {
        in: [
          { a: 3, b: "x" },
          { a: 9, b: "y" },
        ],
        accumulator: { $bottom: { sortBy: { a: -1 }, output: "$b" } },
        out: "x",
      },
    ],
  },
});
