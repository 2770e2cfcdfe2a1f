import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { acosDecimal } from "./decimal-circular.ts";
import { unit } from "./domains.ts";

/** $acos: the angle in radians of a cosine; a double, or a decimal for a decimal. Takes a number from -1 to 1 only. Null for null. */
export const acos = defineExpression({
  name: "$acos",
  arity: 1,
  evaluate: realFunction("$acos", Math.acos, acosDecimal, unit("$acos")),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the angle of a cosine.",
    examples: [
      { in: { a: 1 }, expr: { $acos: "$a" }, out: new Double(0) },
      { in: { a: -1 }, expr: { $acos: "$a" }, out: Math.PI },
      {
        in: { a: Decimal128.fromString("-1") },
        expr: { $acos: "$a" },
        out: Decimal128.fromString("3.141592653589793238462643383279503"),
      },
      { in: { a: null }, expr: { $acos: "$a" }, out: null },
      { in: { a: "x" }, expr: { $acos: "$a" }, error: 28765 },
      { in: { a: -2 }, expr: { $acos: "$a" }, error: 50989 },
    ],
  },
});
