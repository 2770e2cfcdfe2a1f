import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { Double } from "../../values/index.ts";
import { defineExpression } from "../define.ts";
import { lnDecimal } from "./decimal-functions.ts";
import { realFunction } from "./numbers.ts";

const logarithm = realFunction("$ln", Math.log, lnDecimal, (sign, value) => {
  if (sign <= 0) throw new MqlError(28766, `$ln's argument must be a positive number, but is ${String(value)}`);
});

/** $ln: the natural logarithm; a double, or a decimal for a decimal. Zero and negative numbers are errors. */
export const ln = defineExpression({
  name: "$ln",
  arity: 1,
  evaluate: logarithm,
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the natural logarithm of a number.",
    examples: [
      { in: { a: 1 }, expr: { $ln: "$a" }, out: new Double(0) },
      { in: { a: null }, expr: { $ln: "$a" }, out: null },
      { in: { a: 0 }, expr: { $ln: "$a" }, error: 28766 },
      { in: { a: "x" }, expr: { $ln: "$a" }, error: 28765 },
    ],
  },
});
