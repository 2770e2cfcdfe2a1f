import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { sinhDecimal } from "./decimal-hyperbolic.ts";

/** $sinh: the hyperbolic sine; a double, or a decimal for a decimal. Null for null. */
export const sinh = defineExpression({
  name: "$sinh",
  arity: 1,
  evaluate: realFunction("$sinh", Math.sinh, sinhDecimal),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the hyperbolic sine of a number.",
    examples: [
      { in: { a: 0 }, expr: { $sinh: "$a" }, out: new Double(0) },
      { in: { a: Number.NEGATIVE_INFINITY }, expr: { $sinh: "$a" }, out: Number.NEGATIVE_INFINITY },
      {
        in: { a: Decimal128.fromString("1") },
        expr: { $sinh: "$a" },
        out: Decimal128.fromString("1.175201193643801456882381850595601"),
      },
      { in: { a: null }, expr: { $sinh: "$a" }, out: null },
      { in: { a: "x" }, expr: { $sinh: "$a" }, error: 28765 },
    ],
  },
});
