import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { atanhDecimal } from "./decimal-hyperbolic.ts";
import { unit } from "./domains.ts";

/** $atanh: the inverse hyperbolic tangent; a double, or a decimal for a decimal. Takes a number from -1 to 1 only. Null for null. */
export const atanh = defineExpression({
  name: "$atanh",
  arity: 1,
  evaluate: realFunction("$atanh", Math.atanh, atanhDecimal, unit("$atanh")),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the inverse hyperbolic tangent of a number.",
    examples: [
      { in: { a: 0 }, expr: { $atanh: "$a" }, out: new Double(0) },
      { in: { a: 1 }, expr: { $atanh: "$a" }, out: Number.POSITIVE_INFINITY },
      {
        in: { a: Decimal128.fromString("0.5") },
        expr: { $atanh: "$a" },
        out: Decimal128.fromString("0.5493061443340548456976226184612629"),
      },
      { in: { a: null }, expr: { $atanh: "$a" }, out: null },
      { in: { a: "x" }, expr: { $atanh: "$a" }, error: 28765 },
      { in: { a: -1.5 }, expr: { $atanh: "$a" }, error: 50989 },
    ],
  },
});
