import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { atanDecimal } from "./decimal-circular.ts";

/** $atan: the angle in radians of a tangent; a double, or a decimal for a decimal. Null for null. */
export const atan = defineExpression({
  name: "$atan",
  arity: 1,
  evaluate: realFunction("$atan", Math.atan, atanDecimal),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the angle of a tangent.",
    examples: [
      { in: { a: 0 }, expr: { $atan: "$a" }, out: new Double(0) },
      { in: { a: Number.POSITIVE_INFINITY }, expr: { $atan: "$a" }, out: Math.PI / 2 },
      {
        in: { a: Decimal128.fromString("1") },
        expr: { $atan: "$a" },
        out: Decimal128.fromString("0.7853981633974483096156608458198757"),
      },
      { in: { a: null }, expr: { $atan: "$a" }, out: null },
      { in: { a: "x" }, expr: { $atan: "$a" }, error: 28765 },
    ],
  },
});
