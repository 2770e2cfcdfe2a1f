import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { Double } from "../../values/index.ts";
import { defineExpression } from "../define.ts";
import { sqrtDecimal } from "./decimal-functions.ts";
import { realFunction } from "./numbers.ts";

const squareRoot = realFunction("$sqrt", Math.sqrt, sqrtDecimal, (sign, value) => {
  if (sign < 0) throw new MqlError(28714, `$sqrt's argument must be greater than or equal to 0, but is ${String(value)}`);
});

/** $sqrt: the square root; a double, or a decimal for a decimal. A negative number is an error. */
export const sqrt = defineExpression({
  name: "$sqrt",
  arity: 1,
  evaluate: squareRoot,
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the square root of a number.",
    examples: [
      { in: { a: 2.25 }, expr: { $sqrt: "$a" }, out: 1.5 },
      { in: { a: 25 }, expr: { $sqrt: "$a" }, out: new Double(5) },
      { in: {}, expr: { $sqrt: "$a" }, out: null },
      { in: { a: -1 }, expr: { $sqrt: "$a" }, error: 28714 },
      { in: { a: true }, expr: { $sqrt: "$a" }, error: 28765 },
    ],
  },
});
