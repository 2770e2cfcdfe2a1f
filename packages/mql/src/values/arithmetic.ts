/**
 * The four operations and the remainder on every combination of number types (design 4, "Result types follow operand
 * types"). Generated code does the common cases inline and comes here for the rest.
 *
 * Null or missing operands give null. int → long on overflow of 32 bits, long → double on overflow of 64 bits; a double
 * operand gives a double, a decimal operand a decimal.
 */
import { MqlError } from "../errors.ts";
import { Decimal128, type Double } from "./classes.ts";
import {
  addDecimals,
  type Decimal,
  decimalFromDouble,
  divideDecimals,
  exactDecimal,
  multiplyDecimals,
  negateDecimal,
  readDecimal,
  remainderOfDecimals,
  signOf,
  writeDecimal,
} from "./decimal.ts";
import { makeDouble, makeInteger, makeLong, maxLong, minLong, numberOf, numericRank, rankOf } from "./numbers.ts";
import { isNullish, typeOf } from "./type-of.ts";
import type { Value } from "./types.ts";

/** `$add` of two: numbers, or one date and milliseconds. Throws MqlError 14 for other types, 16612 for two dates. */
export function add(a: Value, b: Value): Value {
  if (isNullish(a) || isNullish(b)) return null;
  if (a instanceof Date || b instanceof Date) return addToDate(a, b);
  const rank = widest(a, b, (type) => `$add only supports numeric or date types, not ${type}`);
  if (rank === numericRank.decimal) return writeDecimal(addDecimals(decimalOperand(a), decimalOperand(b)));
  if (rank === numericRank.double) return makeDouble(numberOf(a) + numberOf(b));
  const sum = numberOf(a) + numberOf(b);
  return integerResult(rank, Number.isSafeInteger(sum) && !isBig(a, b) ? sum : exactInteger(a) + exactInteger(b));
}

/** `$subtract`: numbers; a date minus milliseconds; two dates give the milliseconds between them as a long. Throws MqlError 14. */
export function subtract(a: Value, b: Value): Value {
  if (isNullish(a) || isNullish(b)) return null;
  if (a instanceof Date) {
    if (b instanceof Date) return makeLong(a.getTime() - b.getTime());
    if (rankOf(b) !== numericRank.none) return shiftDate(a, -millisecondsOf(b));
  }
  const rank = widest(a, b, () => `can't $subtract ${typeOf(b)} from ${typeOf(a)}`);
  if (rank === numericRank.decimal) {
    return writeDecimal(addDecimals(decimalOperand(a), negateDecimal(decimalOperand(b))));
  }
  if (rank === numericRank.double) return makeDouble(numberOf(a) - numberOf(b));
  const difference = numberOf(a) - numberOf(b);
  return integerResult(rank, Number.isSafeInteger(difference) && !isBig(a, b) ? difference : exactInteger(a) - exactInteger(b));
}

/** `$multiply` of two numbers. Throws MqlError 14 for other types. */
export function multiply(a: Value, b: Value): Value {
  if (isNullish(a) || isNullish(b)) return null;
  const rank = widest(a, b, (type) => `$multiply only supports numeric types, not ${type}`);
  if (rank === numericRank.decimal) return writeDecimal(multiplyDecimals(decimalOperand(a), decimalOperand(b)));
  const product = numberOf(a) * numberOf(b);
  if (rank === numericRank.double) return makeDouble(product);
  return integerResult(rank, Number.isSafeInteger(product) && !isBig(a, b) ? product : exactInteger(a) * exactInteger(b));
}

/** `$divide`: a double, or a decimal if an operand is one. Throws MqlError 2 for a zero divisor, 14 for other types. */
export function divide(a: Value, b: Value): Value {
  if (isNullish(a) || isNullish(b)) return null;
  const rank = widest(a, b, () => `$divide only supports numeric types, not ${typeOf(a)} and ${typeOf(b)}`);
  if (isZero(b)) throw new MqlError(2, "can't $divide by zero");
  if (rank === numericRank.decimal) return writeDecimal(divideDecimals(decimalOperand(a), decimalOperand(b)));
  return makeDouble(numberOf(a) / numberOf(b));
}

/** `$mod`: the remainder with the sign of the dividend, in the wider of the two types. Throws MqlError 16610 for a zero divisor, 14 for other types. */
export function mod(a: Value, b: Value): Value {
  if (isNullish(a) || isNullish(b)) return null;
  const rank = widest(a, b, () => `$mod only supports numeric types, not ${typeOf(a)} and ${typeOf(b)}`);
  if (isZero(b)) throw new MqlError(16610, "can't $mod by zero");
  if (rank === numericRank.decimal) return writeDecimal(remainderOfDecimals(decimalOperand(a), decimalOperand(b)));
  if (rank === numericRank.double) return makeDouble(numberOf(a) % numberOf(b));
  return integerResult(rank, isBig(a, b) ? exactInteger(a) % exactInteger(b) : numberOf(a) % numberOf(b));
}

/** The wider of the operands' types; `message` is given the type name of the operand that is no number. */
function widest(a: Value, b: Value, message: (type: string) => string): number {
  const left = rankOf(a);
  const right = rankOf(b);
  if (left === numericRank.none) throw new MqlError(14, message(typeOf(a)));
  if (right === numericRank.none) throw new MqlError(14, message(typeOf(b)));
  return Math.max(left, right);
}

function isBig(a: Value, b: Value): boolean {
  return typeof a === "bigint" || typeof b === "bigint";
}

/** An int or long as bigint. */
export function exactInteger(value: Value): bigint {
  return typeof value === "bigint" ? value : BigInt(value as number);
}

/** An int or long result: at least `rank` wide, a double beyond 64 bits. */
export function integerResult(rank: number, value: number | bigint): number | bigint | Double {
  if (typeof value === "bigint") {
    if (value < minLong || value > maxLong) return makeDouble(Number(value));
    return rank === numericRank.int ? makeInteger(value) : makeLong(value);
  }
  return rank === numericRank.int ? value + 0 : makeLong(value + 0);
}

/** A number of any type as decimal operand: doubles by 15 digits, the others exactly. */
export function decimalOperand(value: Value): Decimal {
  if (value instanceof Decimal128) return readDecimal(value);
  if (rankOf(value) === numericRank.double) return decimalFromDouble(numberOf(value));
  return exactDecimal(value as number | bigint);
}

function isZero(value: Value): boolean {
  if (value instanceof Decimal128) {
    const decimal = readDecimal(value);
    return decimal.kind === "finite" && signOf(decimal) === 0;
  }
  return numberOf(value) === 0;
}

function addToDate(a: Value, b: Value): Date {
  if (a instanceof Date && b instanceof Date) throw new MqlError(16612, "only one date allowed in an $add expression");
  const [date, amount] = a instanceof Date ? [a, b] : [b as Date, a];
  if (rankOf(amount) === numericRank.none) {
    throw new MqlError(14, `$add only supports numeric or date types, not ${typeOf(amount)}`);
  }
  return shiftDate(date, millisecondsOf(amount));
}

/** Milliseconds to shift a date by, rounded to a whole number. Throws MqlError 15 for NaN and infinities. */
function millisecondsOf(value: Value): number {
  const milliseconds = Math.round(numberOf(value));
  if (!Number.isFinite(milliseconds)) throw new MqlError(15, `date overflow: ${numberOf(value)} ms cannot be added to a date`);
  return milliseconds;
}

function shiftDate(date: Date, milliseconds: number): Date {
  const shifted = new Date(date.getTime() + milliseconds);
  if (Number.isNaN(shifted.getTime())) throw new MqlError(15, "date overflow: the result is beyond the range of dates");
  return shifted;
}
