import { unbound } from "./best.ts";
import { parseBySorting } from "./by-sorting.ts";
import { type AccumulatorSpec, defineAccumulator } from "./define.ts";

/** $top: the output of the document that comes first in the order of `sortBy`; null where it is missing. */
export const top: AccumulatorSpec = defineAccumulator({
  ...unbound,
  name: "$top",
  parse: (...args) => parseBySorting(top, { sign: 1, several: false }, ...args),
  docs: {
    syntax: "{ $top: { sortBy: order, output: expression } }",
    summary: "The output of the first document in an order.",
    examples: [
      {
        in: [
          { a: 3, b: "x" },
          { a: 9, b: "y" },
        ],
        accumulator: { $top: { sortBy: { a: -1 }, output: "$b" } },
        out: "y",
      },
      { in: [{ a: 3 }], accumulator: { $top: { sortBy: { a: 1 }, output: ["$a", "$b"] } }, out: [3, null] },
    ],
  },
});
