import { kinds } from "../../compiler/kinds.ts";
import { addDecimals, type Decimal, divideDecimals, finite, negateDecimal } from "../../values/decimal.ts";
import { Decimal128 } from "../../values/index.ts";
import { defineExpression } from "../define.ts";
import { expDecimal } from "./decimal-functions.ts";
import { realFunction } from "./numbers.ts";

const one = finite(false, 1n, 0);

/** $sigmoid: 1 / (1 + e^−x); a double, or a decimal for a decimal. Null for null. */
export const sigmoid = defineExpression({
  name: "$sigmoid",
  arity: 1,
  evaluate: realFunction("$sigmoid", (value) => 1 / (1 + Math.exp(-value)), inDecimal),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the sigmoid of a number.",
    examples: [
      { in: { a: 0 }, expr: { $sigmoid: "$a" }, out: 0.5 },
      { in: { a: Number.NaN }, expr: { $sigmoid: "$a" }, out: Number.NaN },
      { in: { a: Decimal128.fromString("0") }, expr: { $sigmoid: "$a" }, out: Decimal128.fromString("0.5") },
      { in: { a: null }, expr: { $sigmoid: "$a" }, out: null },
      { in: { a: "x" }, expr: { $sigmoid: "$a" }, error: 28765 },
    ],
  },
});

function inDecimal(value: Decimal): Decimal {
  return divideDecimals(one, addDecimals(one, expDecimal(negateDecimal(value))));
}
