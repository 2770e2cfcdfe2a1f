import { MqlError } from "../../errors.ts";
import { exactInteger, integerResult } from "../../values/arithmetic.ts";
import { readDecimal, writeDecimal } from "../../values/decimal.ts";
import { Decimal128, makeDouble } from "../../values/index.ts";
import { minLong, numberOf, numericRank, rankOf } from "../../values/numbers.ts";
import { isNullish } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { emitUnary, isInt, onlyNumeric } from "./numbers.ts";

/** $abs: absolute value. Null and missing give null; the int32 minimum widens to long; anything not numeric is an error. */
export const abs = defineExpression({
  name: "$abs",
  arity: 1,
  emit: (e, [value], node) =>
    emitUnary(e, value!, node, { when: (v) => isInt(v), compute: (v) => `Math.abs(${v})`, slow: absolute }),
  docs: {
    summary: "Gives the absolute value of a number.",
    examples: [
      { in: { a: -3 }, expr: { $abs: "$a" }, out: 3 },
      { in: { a: -2.5 }, expr: { $abs: "$a" }, out: 2.5 },
      { in: { a: -2147483648 }, expr: { $abs: "$a" }, out: 2147483648 },
      { in: { a: null }, expr: { $abs: "$a" }, out: null },
      { in: { a: "x" }, expr: { $abs: "$a" }, error: 28765 },
    ],
  },
});

function absolute(value: Value): Value {
  if (isNullish(value)) return null;
  const rank = rankOf(value);
  if (rank === numericRank.none) throw onlyNumeric("$abs", value);
  if (value instanceof Decimal128) {
    const decimal = readDecimal(value);
    return decimal.kind === "nan" ? value : writeDecimal({ ...decimal, negative: false });
  }
  if (rank === numericRank.double) return makeDouble(Math.abs(numberOf(value)));
  if (value === minLong) throw new MqlError(28680, "can't take $abs of long long min");
  if (typeof value === "number") return Math.abs(value);
  const exact = exactInteger(value);
  return integerResult(rank, exact < 0n ? -exact : exact);
}
