import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { combiner } from "./integers.ts";

/** $bitAnd: the bits that all integers have; a long if one of them is. Null if one is. */
export const bitAnd = defineExpression({
  name: "$bitAnd",
  arity: [0, Number.POSITIVE_INFINITY],
  associative: true,
  evaluate: combiner(
    "$bitAnd",
    -1,
    (a, b) => a & b,
    (a, b) => a & b,
  ),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Combines integers bit by bit: and.",
    examples: [
      { in: { a: 0, b: 127 }, expr: { $bitAnd: ["$a", "$b"] }, out: 0 },
      { in: { a: 12n, b: 10 }, expr: { $bitAnd: ["$a", "$b"] }, out: 8n },
      { expr: { $bitAnd: [] }, out: -1 },
      { in: { a: null }, expr: { $bitAnd: ["$a", 1] }, out: null },
      { in: { a: 1.5 }, expr: { $bitAnd: ["$a", 1] }, error: 14 },
    ],
  },
});
