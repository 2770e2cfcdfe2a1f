import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { degreesToRadiansDecimal } from "./decimal-circular.ts";

/** $degreesToRadians: an angle in degrees as radians; a double, or a decimal for a decimal. Null for null. */
export const degreesToRadians = defineExpression({
  name: "$degreesToRadians",
  arity: 1,
  evaluate: realFunction("$degreesToRadians", (degrees) => degrees * (Math.PI / 180), degreesToRadiansDecimal),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Turns degrees into radians.",
    examples: [
      { in: { a: 180 }, expr: { $degreesToRadians: "$a" }, out: Math.PI },
      { in: { a: 0 }, expr: { $degreesToRadians: "$a" }, out: new Double(0) },
      {
        in: { a: Decimal128.fromString("180") },
        expr: { $degreesToRadians: "$a" },
        out: Decimal128.fromString("3.141592653589793238462643383279503"),
      },
      { in: {}, expr: { $degreesToRadians: "$a" }, out: null },
      { in: { a: "90" }, expr: { $degreesToRadians: "$a" }, error: 28765 },
    ],
  },
});
