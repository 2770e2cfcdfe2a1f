import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { cosDecimal } from "./decimal-circular.ts";
import { finite } from "./domains.ts";

/** $cos: the cosine of an angle in radians; a double, or a decimal for a decimal. Takes a finite number only. Null for null. */
export const cos = defineExpression({
  name: "$cos",
  arity: 1,
  evaluate: realFunction("$cos", Math.cos, cosDecimal, finite("$cos")),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the cosine of an angle.",
    examples: [
      { in: { a: 0 }, expr: { $cos: "$a" }, out: new Double(1) },
      { in: { a: Math.PI }, expr: { $cos: "$a" }, out: new Double(-1) },
      {
        in: { a: Decimal128.fromString("1") },
        expr: { $cos: "$a" },
        out: Decimal128.fromString("0.5403023058681397174009366074429766"),
      },
      { in: { a: null }, expr: { $cos: "$a" }, out: null },
      { in: { a: "x" }, expr: { $cos: "$a" }, error: 28765 },
      { in: { a: Number.NEGATIVE_INFINITY }, expr: { $cos: "$a" }, error: 50989 },
    ],
  },
});
