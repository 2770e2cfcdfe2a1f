import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { inverted } from "./integers.ts";

/** $bitNot: an integer with all bits turned over, in its own type. Null for null. */
export const bitNot = defineExpression({
  name: "$bitNot",
  arity: 1,
  evaluate: inverted,
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Turns over the bits of an integer.",
    examples: [
      { in: { a: 0 }, expr: { $bitNot: "$a" }, out: -1 },
      { in: { a: 127 }, expr: { $bitNot: "$a" }, out: -128 },
      { in: { a: 0n }, expr: { $bitNot: "$a" }, out: -1n },
      { in: {}, expr: { $bitNot: "$a" }, out: null },
      { in: { a: 1.5 }, expr: { $bitNot: "$a" }, error: 28765 },
    ],
  },
});
