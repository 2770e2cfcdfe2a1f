import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { combiner } from "./integers.ts";

/** $bitXor: the bits that an odd number of the integers has; a long if one of them is. Null if one is. */
export const bitXor = defineExpression({
  name: "$bitXor",
  arity: [0, Number.POSITIVE_INFINITY],
  associative: true,
  evaluate: combiner(
    "$bitXor",
    0,
    (a, b) => a ^ b,
    (a, b) => a ^ b,
  ),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Combines integers bit by bit: exclusive or.",
    examples: [
      { in: { a: 12, b: 10 }, expr: { $bitXor: ["$a", "$b"] }, out: 6 },
      { in: { a: 12n, b: 12n }, expr: { $bitXor: ["$a", "$b"] }, out: 0n },
      { expr: { $bitXor: [] }, out: 0 },
      { in: { a: null }, expr: { $bitXor: [1, "$a"] }, out: null },
      { in: { a: true }, expr: { $bitXor: ["$a", 1] }, error: 14 },
    ],
  },
});
