import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { tanhDecimal } from "./decimal-hyperbolic.ts";

/** $tanh: the hyperbolic tangent; a double, or a decimal for a decimal. Null for null. */
export const tanh = defineExpression({
  name: "$tanh",
  arity: 1,
  evaluate: realFunction("$tanh", Math.tanh, tanhDecimal),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the hyperbolic tangent of a number.",
    examples: [
      { in: { a: 0 }, expr: { $tanh: "$a" }, out: new Double(0) },
      { in: { a: Number.NEGATIVE_INFINITY }, expr: { $tanh: "$a" }, out: new Double(-1) },
      {
        in: { a: Decimal128.fromString("1") },
        expr: { $tanh: "$a" },
        out: Decimal128.fromString("0.7615941559557648881194582826047936"),
      },
      { in: { a: null }, expr: { $tanh: "$a" }, out: null },
      { in: { a: "x" }, expr: { $tanh: "$a" }, error: 28765 },
    ],
  },
});
