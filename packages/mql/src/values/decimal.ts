/**
 * IEEE 754 decimal128 arithmetic: 34 digits, round half even, on BigInt. `Decimal128` of the bson library only stores and
 * prints; this reads it into sign, coefficient and exponent, and back.
 */
import { Decimal128 } from "./classes.ts";

/** (−1)^negative × coefficient × 10^exponent. The coefficient is never negative, so that −0 keeps its sign. */
export interface Finite {
  readonly kind: "finite";
  readonly negative: boolean;
  readonly coefficient: bigint;
  readonly exponent: number;
}
export type Decimal = Finite | { readonly kind: "infinite"; readonly negative: boolean } | { readonly kind: "nan" };

const digitsMax = 34;
const exponentMin = -6176;
const exponentMax = 6111;
const coefficientLimit = 10n ** 34n;

export const notANumber: Decimal = { kind: "nan" };

export function infinite(negative: boolean): Decimal {
  return { kind: "infinite", negative };
}

/** An exact value; may hold more than 34 digits until it is rounded. */
export function finite(negative: boolean, coefficient: bigint, exponent: number): Finite {
  return { kind: "finite", negative, coefficient, exponent };
}

/** Reads the 16 bytes. A coefficient beyond 34 digits counts as zero, as the standard says of non-canonical encodings. */
export function readDecimal(value: Decimal128): Decimal {
  const view = new DataView(value.bytes.buffer, value.bytes.byteOffset, 16);
  const low = view.getBigUint64(0, true);
  const high = view.getBigUint64(8, true);
  const negative = high >> 63n === 1n;
  const combination = Number((high >> 58n) & 0x1fn);
  if (combination === 0x1f) return notANumber;
  if (combination === 0x1e) return infinite(negative);
  if (combination >= 0x18) return finite(negative, 0n, Number((high >> 47n) & 0x3fffn) + exponentMin);
  const coefficient = ((high & 0x1ffffffffffffn) << 64n) | low;
  const exponent = Number((high >> 49n) & 0x3fffn) + exponentMin;
  return finite(negative, coefficient < coefficientLimit ? coefficient : 0n, exponent);
}

/** Rounds to 34 digits and the exponent range, half to even; overflow gives an infinity, underflow a subnormal or zero. */
export function writeDecimal(value: Decimal): Decimal128 {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  if (value.kind === "nan") {
    view.setBigUint64(8, 0x7cn << 56n, true);
    return new Decimal128(bytes);
  }
  const sign = value.negative ? 1n << 63n : 0n;
  const rounded = value.kind === "finite" ? roundToFormat(value) : undefined;
  if (rounded === undefined) {
    view.setBigUint64(8, sign | (0x78n << 56n), true);
    return new Decimal128(bytes);
  }
  view.setBigUint64(0, BigInt.asUintN(64, rounded.coefficient), true);
  view.setBigUint64(8, sign | (BigInt(rounded.exponent - exponentMin) << 49n) | (rounded.coefficient >> 64n), true);
  return new Decimal128(bytes);
}

/** The finite value in decimal128's range, or `undefined` on overflow. */
function roundToFormat(value: Finite): Finite | undefined {
  let { coefficient, exponent } = value;
  const excess = Math.max(digitCount(coefficient) - digitsMax, exponentMin - exponent);
  if (excess > 0) {
    coefficient = divideHalfEven(coefficient, powerOfTen(Math.min(excess, digitCount(coefficient) + 1)));
    exponent += excess;
    if (coefficient === coefficientLimit) {
      coefficient /= 10n;
      exponent += 1;
    }
  }
  if (exponent > exponentMax) {
    if (coefficient === 0n) return finite(value.negative, 0n, exponentMax);
    const pad = exponent - exponentMax;
    if (digitCount(coefficient) + pad > digitsMax) return undefined;
    coefficient *= powerOfTen(pad);
    exponent = exponentMax;
  }
  return finite(value.negative, coefficient, exponent);
}

/** Number of decimal digits; 1 for zero. */
export function digitCount(coefficient: bigint): number {
  return coefficient.toString().length;
}

export function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** Quotient of non-negative integers, rounded half to even. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  if (twice > divisor || (twice === divisor && quotient % 2n === 1n)) return quotient + 1n;
  return quotient;
}

/** The exact value of a double: every finite double is a decimal fraction. */
export function exactDecimal(value: number | bigint): Decimal {
  if (typeof value === "bigint") return finite(value < 0n, value < 0n ? -value : value, 0);
  if (Number.isNaN(value)) return notANumber;
  if (!Number.isFinite(value)) return infinite(value < 0);
  // Whole numbers keep their digits: 2.5 + 1 is 3.5, not 3.500….
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return exactDecimal(BigInt(value));
  const negative = value < 0 || Object.is(value, -0);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const mantissa = (bits & 0xfffffffffffffn) | (biased === 0 ? 0n : 1n << 52n);
  const exponent = Math.max(biased, 1) - 1075;
  if (exponent >= 0) return finite(negative, mantissa << BigInt(exponent), 0);
  return finite(negative, mantissa * 5n ** BigInt(-exponent), exponent);
}

/** A double as a decimal for arithmetic and conversion: 15 significant digits, `2.5` → `2.50000000000000` (manual, `$toDecimal`). */
export function decimalFromDouble(value: number): Decimal {
  if (!Number.isFinite(value)) return exactDecimal(value);
  if (value === 0) return finite(Object.is(value, -0), 0n, 0);
  const [mantissa = "0", exponent = "0"] = Math.abs(value).toExponential(14).split("e");
  return finite(value < 0, BigInt(mantissa.replace(".", "")), Number(exponent) - 14);
}

/** The nearest double. */
export function decimalToNumber(value: Decimal128): number {
  const decimal = readDecimal(value);
  if (decimal.kind === "nan") return Number.NaN;
  const magnitude = decimal.kind === "infinite" ? Number.POSITIVE_INFINITY : Number(`${decimal.coefficient}e${decimal.exponent}`);
  return decimal.negative ? -magnitude : magnitude;
}

/** Reads decimal text (`-1.50E+3`, `Infinity`, `NaN`), rounding to 34 digits when it is written. `undefined` when it is not a number. */
export function parseDecimal(text: string): Decimal | undefined {
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special) return /nan/i.test(text) ? notANumber : infinite(special[1] === "-");
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  return finite(sign === "-", BigInt(whole + fraction), Number(exponent) - fraction.length);
}

/** Exact comparison of non-NaN values: negative, 0 or positive. −0 equals 0. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const signA = signOf(a);
  const signB = signOf(b);
  if (signA !== signB) return signA - signB;
  if (signA === 0) return 0;
  return signA > 0 ? compareMagnitudes(a, b) : compareMagnitudes(b, a);
}

/** −1, 0 or 1. */
export function signOf(value: Decimal): number {
  if (value.kind === "nan" || (value.kind === "finite" && value.coefficient === 0n)) return 0;
  return value.negative ? -1 : 1;
}

function compareMagnitudes(a: Decimal, b: Decimal): number {
  if (a.kind !== "finite" || b.kind !== "finite") return Number(a.kind === "infinite") - Number(b.kind === "infinite");
  const leading = digitCount(a.coefficient) + a.exponent - digitCount(b.coefficient) - b.exponent;
  if (leading !== 0) return leading;
  const shared = Math.min(a.exponent, b.exponent);
  const left = a.coefficient * powerOfTen(a.exponent - shared);
  const right = b.coefficient * powerOfTen(b.exponent - shared);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.kind === "nan" || b.kind === "nan") return notANumber;
  if (a.kind === "infinite") return b.kind === "infinite" && a.negative !== b.negative ? notANumber : a;
  if (b.kind === "infinite") return b;
  const shared = Math.min(a.exponent, b.exponent);
  const sum = signed(a) * powerOfTen(a.exponent - shared) + signed(b) * powerOfTen(b.exponent - shared);
  if (sum === 0n) return finite(a.negative && b.negative, 0n, shared);
  return finite(sum < 0n, sum < 0n ? -sum : sum, shared);
}

export function negateDecimal(value: Decimal): Decimal {
  return value.kind === "nan" ? value : { ...value, negative: !value.negative };
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.kind === "nan" || b.kind === "nan") return notANumber;
  const negative = a.negative !== b.negative;
  if (a.kind === "infinite" || b.kind === "infinite") {
    return signOf(a) === 0 || signOf(b) === 0 ? notANumber : infinite(negative);
  }
  return finite(negative, a.coefficient * b.coefficient, a.exponent + b.exponent);
}

/** Quotient; the divisor must not be zero. An exact quotient keeps the exponent nearest to the operands' difference. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.kind === "nan" || b.kind === "nan") return notANumber;
  const negative = a.negative !== b.negative;
  if (a.kind === "infinite") return b.kind === "infinite" ? notANumber : infinite(negative);
  const preferred = a.exponent - (b.kind === "finite" ? b.exponent : 0);
  if (b.kind === "infinite") return finite(negative, 0n, exponentMin);
  if (a.coefficient === 0n) return finite(negative, 0n, preferred);
  // Two digits more than the format holds, and a sticky last digit, so that the one rounding in writeDecimal is right.
  const scale = Math.max(0, digitsMax + 2 + digitCount(b.coefficient) - digitCount(a.coefficient));
  const dividend = a.coefficient * powerOfTen(scale);
  let quotient = dividend / b.coefficient;
  let exponent = preferred - scale;
  if (dividend % b.coefficient !== 0n) return finite(negative, quotient * 10n + 1n, exponent - 1);
  while (exponent < preferred && quotient % 10n === 0n) {
    quotient /= 10n;
    exponent += 1;
  }
  return finite(negative, quotient, exponent);
}

/** Remainder with the sign of the dividend (truncated division); the divisor must not be zero. */
export function remainderOfDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.kind === "nan" || b.kind === "nan" || a.kind === "infinite") return notANumber;
  if (b.kind === "infinite") return a;
  const shared = Math.min(a.exponent, b.exponent);
  const divisor = b.coefficient * powerOfTen(b.exponent - shared);
  return finite(a.negative, (a.coefficient * powerOfTen(a.exponent - shared)) % divisor, shared);
}

/** The value with its sign in the coefficient. */
function signed(value: Finite): bigint {
  return value.negative ? -value.coefficient : value.coefficient;
}
