import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { tanDecimal } from "./decimal-circular.ts";
import { finite } from "./domains.ts";

/** $tan: the tangent of an angle in radians; a double, or a decimal for a decimal. Takes a finite number only. Null for null. */
export const tan = defineExpression({
  name: "$tan",
  arity: 1,
  evaluate: realFunction("$tan", Math.tan, tanDecimal, finite("$tan")),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the tangent of an angle.",
    examples: [
      { in: { a: 0 }, expr: { $tan: "$a" }, out: new Double(0) },
      { in: { a: Number.NaN }, expr: { $tan: "$a" }, out: Number.NaN },
      {
        in: { a: Decimal128.fromString("1") },
        expr: { $tan: "$a" },
        out: Decimal128.fromString("1.557407724654902230506974807458360"),
      },
      { in: { a: null }, expr: { $tan: "$a" }, out: null },
      { in: { a: "x" }, expr: { $tan: "$a" }, error: 28765 },
      { in: { a: Number.POSITIVE_INFINITY }, expr: { $tan: "$a" }, error: 50989 },
    ],
  },
});
