import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { asinhDecimal } from "./decimal-hyperbolic.ts";

/** $asinh: the inverse hyperbolic sine; a double, or a decimal for a decimal. Null for null. */
export const asinh = defineExpression({
  name: "$asinh",
  arity: 1,
  evaluate: realFunction("$asinh", Math.asinh, asinhDecimal),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the inverse hyperbolic sine of a number.",
    examples: [
      { in: { a: 0 }, expr: { $asinh: "$a" }, out: new Double(0) },
      { in: { a: Number.NEGATIVE_INFINITY }, expr: { $asinh: "$a" }, out: Number.NEGATIVE_INFINITY },
      {
        in: { a: Decimal128.fromString("1") },
        expr: { $asinh: "$a" },
        out: Decimal128.fromString("0.8813735870195430252326093249797923"),
      },
      { in: { a: null }, expr: { $asinh: "$a" }, out: null },
      { in: { a: "x" }, expr: { $asinh: "$a" }, error: 28765 },
    ],
  },
});
