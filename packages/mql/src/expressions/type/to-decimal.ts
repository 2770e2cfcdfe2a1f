import { kinds } from "../../compiler/kinds.ts";
import { Decimal128 } from "../../values/classes.ts";
import { defineExpression } from "../define.ts";
import { intoDecimal } from "./into-number.ts";
import { shorthand } from "./shorthand.ts";

/** $toDecimal: the value as a decimal, as `$convert` does without options. Null and missing give null. */
export const toDecimal = defineExpression({
  name: "$toDecimal",
  arity: 1,
  evaluate: shorthand(intoDecimal),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Converts a value to a decimal.",
    examples: [
      { in: { a: "2.50" }, expr: { $toDecimal: "$a" }, out: Decimal128.fromString("2.50") },
      { in: { a: 7 }, expr: { $toDecimal: "$a" }, out: Decimal128.fromString("7") },
      { in: {}, expr: { $toDecimal: "$a" }, out: null },
      { in: { a: "x" }, expr: { $toDecimal: "$a" }, error: 241 },
    ],
  },
});
