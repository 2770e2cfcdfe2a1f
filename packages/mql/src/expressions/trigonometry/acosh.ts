import { kinds } from "../../compiler/kinds.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { realFunction } from "../arithmetic/numbers.ts";
import { defineExpression } from "../define.ts";
import { acoshDecimal } from "./decimal-hyperbolic.ts";
import { fromOne } from "./domains.ts";

/** $acosh: the inverse hyperbolic cosine; a double, or a decimal for a decimal. Takes a number from 1 up only. Null for null. */
export const acosh = defineExpression({
  name: "$acosh",
  arity: 1,
  evaluate: realFunction("$acosh", Math.acosh, acoshDecimal, fromOne("$acosh")),
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the inverse hyperbolic cosine of a number.",
    examples: [
      { in: { a: 1 }, expr: { $acosh: "$a" }, out: new Double(0) },
      { in: { a: Number.POSITIVE_INFINITY }, expr: { $acosh: "$a" }, out: Number.POSITIVE_INFINITY },
      {
        in: { a: Decimal128.fromString("2") },
        expr: { $acosh: "$a" },
        out: Decimal128.fromString("1.316957896924816708625046347307968"),
      },
      { in: { a: null }, expr: { $acosh: "$a" }, out: null },
      { in: { a: "x" }, expr: { $acosh: "$a" }, error: 28765 },
      { in: { a: 0.5 }, expr: { $acosh: "$a" }, error: 50989 },
    ],
  },
});
