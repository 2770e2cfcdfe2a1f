import { kinds } from "../../compiler/kinds.ts";
import { Double } from "../../values/index.ts";
import { defineExpression } from "../define.ts";
import { expDecimal } from "./decimal-functions.ts";
import { realFunction } from "./numbers.ts";

const exponential = realFunction("$exp", Math.exp, expDecimal);

/** $exp: e to the power of a number; a double, or a decimal for a decimal. Null and missing give null. */
export const exp = defineExpression({
  name: "$exp",
  arity: 1,
  evaluate: exponential,
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Raises e to the power of a number.",
    examples: [
      { in: { a: 0 }, expr: { $exp: "$a" }, out: new Double(1) },
      { in: { a: null }, expr: { $exp: "$a" }, out: null },
      { in: { a: "x" }, expr: { $exp: "$a" }, error: 28765 },
    ],
  },
});
