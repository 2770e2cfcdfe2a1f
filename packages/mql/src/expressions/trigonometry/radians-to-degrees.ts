import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { radiansToDegreesDecimal } from "./decimal-circular.ts";

/** $radiansToDegrees: an angle in radians as degrees; a double, or a decimal for a decimal. Null for null. */
export const radiansToDegrees = defineExpression({
  name: "$radiansToDegrees",
  arity: 1,
  evaluate: realFunction("$radiansToDegrees", (radians) => radians * (180 / Math.PI), radiansToDegreesDecimal),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Turns radians into degrees.",
    examples: [
      { in: { a: Math.PI }, expr: { $radiansToDegrees: "$a" }, out: new Double(180) },
      { in: { a: 0n }, expr: { $radiansToDegrees: "$a" }, out: new Double(0) },
      {
        in: { a: Decimal128.fromString("1") },
        expr: { $radiansToDegrees: "$a" },
        out: Decimal128.fromString("57.29577951308232087679815481410517"),
      },
      { in: { a: null }, expr: { $radiansToDegrees: "$a" }, out: null },
      { in: { a: true }, expr: { $radiansToDegrees: "$a" }, error: 28765 },
    ],
  },
});
