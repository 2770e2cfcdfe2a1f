import { kinds } from "../../compiler/kinds.ts";
import { Double } from "../../values/classes.ts";
import { defineExpression } from "../define.ts";
import { intoDouble } from "./into-number.ts";
import { shorthand } from "./shorthand.ts";

/** $toDouble: the value as a double, as `$convert` does without options. Null and missing give null. */
export const toDouble = defineExpression({
  name: "$toDouble",
  arity: 1,
  evaluate: shorthand(intoDouble),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Converts a value to a double.",
    examples: [
      { in: { a: "2.5" }, expr: { $toDouble: "$a" }, out: 2.5 },
      { in: { a: true }, expr: { $toDouble: "$a" }, out: new Double(1) },
      { in: {}, expr: { $toDouble: "$a" }, out: null },
      { in: { a: "2,5" }, expr: { $toDouble: "$a" }, error: 241 },
    ],
  },
});
