import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { Double } from "../../values/index.ts";
import { defineExpression } from "../define.ts";
import { log10Decimal } from "./decimal-functions.ts";
import { realFunction } from "./numbers.ts";

const logarithm = realFunction("$log10", Math.log10, log10Decimal, (sign, value) => {
  if (sign <= 0) throw new MqlError(28761, `$log10's argument must be a positive number, but is ${String(value)}`);
});

/** $log10: the logarithm to base 10; a double, or a decimal for a decimal. Zero and negative numbers are errors. */
export const log10 = defineExpression({
  name: "$log10",
  arity: 1,
  evaluate: logarithm,
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the logarithm to base 10 of a number.",
    examples: [
      { in: { a: 1000 }, expr: { $log10: "$a" }, out: new Double(3) },
      { in: { a: null }, expr: { $log10: "$a" }, out: null },
      { in: { a: 0 }, expr: { $log10: "$a" }, error: 28761 },
      { in: { a: "x" }, expr: { $log10: "$a" }, error: 28765 },
    ],
  },
});
