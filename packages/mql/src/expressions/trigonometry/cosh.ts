import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { coshDecimal } from "./decimal-hyperbolic.ts";

/** $cosh: the hyperbolic cosine; a double, or a decimal for a decimal. Null for null. */
export const cosh = defineExpression({
  name: "$cosh",
  arity: 1,
  evaluate: realFunction("$cosh", Math.cosh, coshDecimal),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the hyperbolic cosine of a number.",
    examples: [
      { in: { a: 0 }, expr: { $cosh: "$a" }, out: new Double(1) },
      { in: { a: Number.NEGATIVE_INFINITY }, expr: { $cosh: "$a" }, out: Number.POSITIVE_INFINITY },
      {
        in: { a: Decimal128.fromString("1") },
        expr: { $cosh: "$a" },
        out: Decimal128.fromString("1.543080634815243778477905620757062"),
      },
      { in: { a: null }, expr: { $cosh: "$a" }, out: null },
      { in: { a: "x" }, expr: { $cosh: "$a" }, error: 28765 },
    ],
  },
});
