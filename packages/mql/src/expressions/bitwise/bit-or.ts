import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { combiner } from "./integers.ts";

/** $bitOr: the bits that one of the integers has; a long if one of them is. Null if one is. */
export const bitOr = defineExpression({
  name: "$bitOr",
  arity: [0, Number.POSITIVE_INFINITY],
  associative: true,
  evaluate: combiner(
    "$bitOr",
    0,
    (a, b) => a | b,
    (a, b) => a | b,
  ),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Combines integers bit by bit: or.",
    examples: [
      { in: { a: 0, b: 127 }, expr: { $bitOr: ["$a", "$b"] }, out: 127 },
      { in: { a: 5, b: 2 ** 33 }, expr: { $bitOr: ["$a", "$b"] }, out: 8589934597 },
      { expr: { $bitOr: [] }, out: 0 },
      { in: {}, expr: { $bitOr: ["$a", 1] }, out: null },
      { in: { a: "1" }, expr: { $bitOr: [1, "$a"] }, error: 14 },
    ],
  },
});
