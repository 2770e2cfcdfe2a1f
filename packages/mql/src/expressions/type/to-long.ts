import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { intoLong } from "./into-number.ts";
import { shorthand } from "./shorthand.ts";

/** $toLong: the value as a long, as `$convert` does without options. Null and missing give null. */
export const toLong = defineExpression({
  name: "$toLong",
  arity: 1,
  evaluate: shorthand(intoLong),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Converts a value to a long.",
    examples: [
      { in: { a: "7" }, expr: { $toLong: "$a" }, out: 7n },
      { in: { a: new Date(5_000_000_000) }, expr: { $toLong: "$a" }, out: 5_000_000_000 },
      { in: { a: null }, expr: { $toLong: "$a" }, out: null },
      { in: { a: [] }, expr: { $toLong: "$a" }, error: 241 },
    ],
  },
});
