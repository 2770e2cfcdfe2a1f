/** Making and reading numbers by the number rule of design 4. */
import { MqlError } from "../errors.ts";
import { Decimal128, Double } from "./classes.ts";
import { decimalToNumber } from "./decimal.ts";
import type { Value } from "./types.ts";

export const minLong = -(2n ** 63n);
export const maxLong = 2n ** 63n - 1n;

/** How wide a number's type is; the result of arithmetic has the wider of its operands' types. 0: not a number. */
export const numericRank = { none: 0, int: 1, long: 2, double: 3, decimal: 4 } as const;

export function rankOf(value: Value): number {
  if (typeof value === "number") {
    if ((value | 0) === value) return numericRank.int;
    return Number.isSafeInteger(value) ? numericRank.long : numericRank.double;
  }
  if (typeof value === "bigint") return numericRank.long;
  if (value instanceof Double) return numericRank.double;
  if (value instanceof Decimal128) return numericRank.decimal;
  return numericRank.none;
}

/** A double: boxed where a plain number would mean int or long (integral values up to 2^53 and −0). */
export function makeDouble(value: number): number | Double {
  return Number.isSafeInteger(value) ? new Double(value) : value;
}

/**
 * A long: bigint where a plain number would mean int (32 bits) or double (beyond 2^53).
 * Throws MqlError 15 (Overflow) beyond 64 bits or for a fraction.
 */
export function makeLong(value: bigint | number): number | bigint {
  if (typeof value === "number") {
    if (Number.isSafeInteger(value)) return (value | 0) === value ? BigInt(value) : value;
    if (!Number.isInteger(value)) throw new MqlError(15, `${value} is not a 64-bit integer`);
    return makeLong(BigInt(value));
  }
  if (value < minLong || value > maxLong) throw new MqlError(15, `${value} does not fit into a 64-bit integer`);
  const narrow = Number(value);
  return Number.isSafeInteger(narrow) && (narrow | 0) !== narrow ? narrow : value;
}

/** An integer of the narrowest type: int, long, or (beyond 64 bits) a double, as integers in JSON text are read. */
export function makeInteger(value: bigint): number | bigint {
  const narrow = Number(value);
  if (Number.isSafeInteger(narrow)) return narrow;
  return value < minLong || value > maxLong ? narrow : value;
}

/** The number as a JS number, for approximate work: longs beyond 2^53 and decimals lose digits. NaN for what is not a number. */
export function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Double) return value.value;
  if (value instanceof Decimal128) return decimalToNumber(value);
  return Number.NaN;
}

/** The exact value of a number as JSON text spells it: int if it fits, else long, else double (engine.md 12.52); `5.0` and `1e3` are doubles. */
export function numberFromText(text: string): number | bigint | Double {
  if (text.length < 16 && !/[.eE]/.test(text)) return Number(text) + 0;
  if (/[.eE]/.test(text)) return makeDouble(Number(text));
  return makeInteger(BigInt(text));
}
