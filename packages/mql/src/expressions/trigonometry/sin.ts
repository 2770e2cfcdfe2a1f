import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { sinDecimal } from "./decimal-circular.ts";
import { finite } from "./domains.ts";

/** $sin: the sine of an angle in radians; a double, or a decimal for a decimal. Takes a finite number only. Null for null. */
export const sin = defineExpression({
  name: "$sin",
  arity: 1,
  evaluate: realFunction("$sin", Math.sin, sinDecimal, finite("$sin")),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the sine of an angle.",
    examples: [
      { in: { a: 0 }, expr: { $sin: "$a" }, out: new Double(0) },
      { in: { a: Math.PI / 2 }, expr: { $sin: "$a" }, out: new Double(1) },
      {
        in: { a: Decimal128.fromString("1") },
        expr: { $sin: "$a" },
        out: Decimal128.fromString("0.8414709848078965066525023216302990"),
      },
      { in: { a: null }, expr: { $sin: "$a" }, out: null },
      { in: { a: "x" }, expr: { $sin: "$a" }, error: 28765 },
      { in: { a: Number.POSITIVE_INFINITY }, expr: { $sin: "$a" }, error: 50989 },
    ],
  },
});
