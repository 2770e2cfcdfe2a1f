import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { asinDecimal } from "./decimal-circular.ts";
import { unit } from "./domains.ts";

/** $asin: the angle in radians of a sine; a double, or a decimal for a decimal. Takes a number from -1 to 1 only. Null for null. */
export const asin = defineExpression({
  name: "$asin",
  arity: 1,
  evaluate: realFunction("$asin", Math.asin, asinDecimal, unit("$asin")),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the angle of a sine.",
    examples: [
      { in: { a: 0 }, expr: { $asin: "$a" }, out: new Double(0) },
      { in: { a: 1 }, expr: { $asin: "$a" }, out: Math.PI / 2 },
      {
        in: { a: Decimal128.fromString("1") },
        expr: { $asin: "$a" },
        out: Decimal128.fromString("1.570796326794896619231321691639751"),
      },
      { in: { a: null }, expr: { $asin: "$a" }, out: null },
      { in: { a: "x" }, expr: { $asin: "$a" }, error: 28765 },
      { in: { a: 1.5 }, expr: { $asin: "$a" }, error: 50989 },
    ],
  },
});
