import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { intoInt } from "./into-number.ts";
import { shorthand } from "./shorthand.ts";

/** $toInt: the value as an int, as `$convert` does without options. Null and missing give null. */
export const toInt = defineExpression({
  name: "$toInt",
  arity: 1,
  evaluate: shorthand(intoInt),
  kinds: kinds.int | kinds.null,
  docs: {
    summary: "Converts a value to an int.",
    examples: [
      { in: { a: "7" }, expr: { $toInt: "$a" }, out: 7 },
      { in: { a: 2.9 }, expr: { $toInt: "$a" }, out: 2 },
      { in: {}, expr: { $toInt: "$a" }, out: null },
      { in: { a: "2.5" }, expr: { $toInt: "$a" }, error: 241 },
    ],
  },
});
