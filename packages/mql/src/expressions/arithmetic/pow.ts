import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { decimalOperand, exactInteger, integerResult } from "../../values/arithmetic.ts";
import { writeDecimal } from "../../values/decimal.ts";
import { makeDouble } from "../../values/index.ts";
import { numberOf, numericRank, rankOf } from "../../values/numbers.ts";
import { isNullish } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { powDecimal } from "./decimal-functions.ts";
import { onlyNumeric, signOfNumber } from "./numbers.ts";

/** $pow: a number to a power. Integers give an int or long where it fits, else a double; so does a negative power. */
export const pow = defineExpression({
  name: "$pow",
  arity: 2,
  evaluate: power,
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Raises a number to a power.",
    examples: [
      { in: { a: 5 }, expr: { $pow: ["$a", 3] }, out: 125 },
      { in: { a: 5 }, expr: { $pow: ["$a", -2] }, out: 0.04 },
      { in: { a: 2 }, expr: { $pow: ["$a", 40] }, out: 1099511627776 },
      { in: { a: null }, expr: { $pow: ["$a", 2] }, out: null },
      { in: { a: 0 }, expr: { $pow: ["$a", -1] }, error: 28764 },
      { in: { a: "5" }, expr: { $pow: ["$a", 2] }, error: 28762 },
    ],
  },
});

function power(base: Value, exponent: Value): Value {
  if (isNullish(base) || isNullish(exponent)) return null;
  const rank = Math.max(rankOf(base), rankOf(exponent));
  if (rankOf(base) === numericRank.none) throw onlyNumeric("$pow's base", base, 28762);
  if (rankOf(exponent) === numericRank.none) throw onlyNumeric("$pow's exponent", exponent, 28763);
  const [b, e] = [numberOf(base), numberOf(exponent)];
  if (signOfNumber(base) === 0 && signOfNumber(exponent) < 0)
    throw new MqlError(28764, "$pow cannot take a base of 0 and a negative exponent");
  if (rank === numericRank.decimal) return writeDecimal(powDecimal(decimalOperand(base), decimalOperand(exponent)));
  // 64 bits hold no power above 63 of anything but 0, 1 and -1, whose powers repeat.
  if (rank === numericRank.double || (e < 0 && Math.abs(b) !== 1)) return makeDouble(b ** e);
  const times = Math.abs(b) <= 1 ? BigInt(Math.abs(e % 2) + (e === 0 ? 0 : 2)) : BigInt(Math.min(e, 64));
  return integerPower(exactInteger(base), times, rank, b ** e);
}

function integerPower(base: bigint, times: bigint, rank: number, approximately: number): Value {
  const exact = base ** times;
  return exact >= -(2n ** 63n) && exact < 2n ** 63n ? integerResult(rank, exact) : makeDouble(approximately);
}
