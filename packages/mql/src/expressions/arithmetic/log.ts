import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { decimalOperand } from "../../values/arithmetic.ts";
import { divideDecimals, type Finite, writeDecimal } from "../../values/decimal.ts";
import { compareValues, Decimal128, Double, makeDouble } from "../../values/index.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNullish, isNumeric } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { lnDecimal } from "./decimal-functions.ts";
import { onlyNumeric, signOfNumber } from "./numbers.ts";

/** $log: the logarithm of a positive number to a positive base other than 1; a double, or a decimal if one of them is. */
export const log = defineExpression({
  name: "$log",
  arity: 2,
  evaluate: logarithm,
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the logarithm of a number to a base.",
    examples: [
      { in: { a: 8 }, expr: { $log: ["$a", 2] }, out: new Double(3) },
      { in: {}, expr: { $log: ["$a", 2] }, out: null },
      { in: { a: 0 }, expr: { $log: ["$a", 2] }, error: 28758 },
      { in: { a: 8 }, expr: { $log: ["$a", 1] }, error: 28759 },
      { in: { a: "8" }, expr: { $log: ["$a", 2] }, error: 28756 },
    ],
  },
});

function logarithm(value: Value, base: Value): Value {
  if (isNullish(value) || isNullish(base)) return null;
  if (!isNumeric(value)) throw onlyNumeric("$log", value, 28756);
  if (!isNumeric(base)) throw onlyNumeric("$log's base", base, 28757);
  if (signOfNumber(value) <= 0) throw new MqlError(28758, `$log's argument must be a positive number, but is ${String(value)}`);
  if (signOfNumber(base) <= 0 || compareValues(base, 1) === 0) {
    throw new MqlError(28759, `$log's base must be a positive number not equal to 1, but is ${String(base)}`);
  }
  if (value instanceof Decimal128 || base instanceof Decimal128) {
    return writeDecimal(divideDecimals(lnDecimal(decimalOperand(value)), lnDecimal(decimalOperand(base)) as Finite));
  }
  const [x, b] = [numberOf(value), numberOf(base)];
  if (b === 10) return makeDouble(Math.log10(x));
  if (b === 2) return makeDouble(Math.log2(x));
  return makeDouble(Math.log(x) / Math.log(b));
}
