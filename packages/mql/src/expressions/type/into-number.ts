/** Conversion to int, long, double and decimal (manual, `$convert`; engine.md 2.3). */

import { exactInteger } from "../../values/arithmetic.ts";
import { Binary, Decimal128, Double } from "../../values/classes.ts";
import { decimalFromDouble, exactDecimal, parseDecimal, readDecimal, writeDecimal } from "../../values/decimal.ts";
import { makeDouble, makeLong, maxLong, minLong, numberOf, numericRank, rankOf } from "../../values/numbers.ts";
import type { Value } from "../../values/types.ts";
import { bytesToDouble, bytesToInteger } from "./bytes.ts";
import type { Details } from "./details.ts";
import { failed, shown, unsupported } from "./failure.ts";

const minInt = -(2n ** 31n);
const maxInt = 2n ** 31n - 1n;

export function intoInt(value: Value, details: Details): Value {
  if (typeof value === "number" && (value | 0) === value) return value;
  if (value instanceof Date) throw unsupported(value, "int");
  return Number(wholeNumber(value, "int", minInt, maxInt, [1, 2, 4], details));
}

export function intoLong(value: Value, details: Details): Value {
  if (value instanceof Date) return makeLong(value.getTime());
  return makeLong(wholeNumber(value, "long", minLong, maxLong, [1, 2, 4, 8], details));
}

export function intoDouble(value: Value, details: Details): Value {
  if (typeof value === "boolean") return makeDouble(Number(value));
  if (value instanceof Date) return makeDouble(value.getTime());
  if (value instanceof Binary) return makeDouble(bytesToDouble(value, details.byteOrder));
  if (typeof value === "string") return makeDouble(doubleOf(value, details.base));
  if (rankOf(value) === numericRank.none) throw unsupported(value, "double");
  const number = numberOf(value);
  if (value instanceof Decimal128 && !Number.isFinite(number) && readDecimal(value).kind === "finite") {
    throw failed("double", "the decimal is out of range");
  }
  return makeDouble(number);
}

export function intoDecimal(value: Value, details: Details): Value {
  if (value instanceof Decimal128) return value;
  if (typeof value === "boolean") return writeDecimal(exactDecimal(BigInt(value)));
  if (value instanceof Date) return writeDecimal(exactDecimal(BigInt(value.getTime())));
  if (typeof value === "string") return decimalOfText(value, details.base);
  const rank = rankOf(value);
  if (rank === numericRank.none) throw unsupported(value, "decimal");
  return writeDecimal(rank === numericRank.double ? decimalFromDouble(numberOf(value)) : exactDecimal(exactInteger(value)));
}

/** An integer within bounds: fractions are cut off, text and bytes must be whole. */
function wholeNumber(
  value: Value,
  target: string,
  least: bigint,
  most: bigint,
  lengths: readonly number[],
  details: Details,
): bigint {
  const exact = exactWhole(value, target, lengths, details);
  if (exact < least || exact > most) throw failed(target, `${exact} is out of range`);
  return exact;
}

function exactWhole(value: Value, target: string, lengths: readonly number[], details: Details): bigint {
  if (typeof value === "boolean") return BigInt(value);
  if (typeof value === "string") return integerOf(value, details.base, target);
  if (value instanceof Binary) return bytesToInteger(value, lengths, details.byteOrder, target);
  if (value instanceof Decimal128) return cutDecimal(value, target);
  if (rankOf(value) === numericRank.none) throw unsupported(value, target);
  if (typeof value === "bigint") return value;
  const number = value instanceof Double ? value.value : (value as number);
  if (!Number.isFinite(number)) throw failed(target, `${number} has no integer value`);
  return BigInt(Math.trunc(number));
}

function cutDecimal(value: Decimal128, target: string): bigint {
  const decimal = readDecimal(value);
  if (decimal.kind !== "finite") throw failed(target, `${value} has no integer value`);
  if (decimal.exponent > 40) throw failed(target, `${value} is out of range`);
  const magnitude =
    decimal.exponent >= 0
      ? decimal.coefficient * 10n ** BigInt(decimal.exponent)
      : decimal.coefficient / 10n ** BigInt(-decimal.exponent);
  return decimal.negative ? -magnitude : magnitude;
}

const digitsOfBase: Readonly<Record<number, RegExp>> = { 2: /^[01]+$/, 8: /^[0-7]+$/, 10: /^\d+$/, 16: /^[\da-fA-F]+$/ };
const prefixOfBase: Readonly<Record<number, string>> = { 2: "0b", 8: "0o", 10: "", 16: "0x" };

function integerOf(text: string, base: number | undefined, target: string): bigint {
  const radix = base ?? 10;
  const digits = text.replace(/^[+-]/, "").replace(radix === 16 ? /^0x/i : "", "");
  if (digits.length > 70 || !digitsOfBase[radix]!.test(digits)) throw failed(target, `Failed to parse number ${shown(text)}`);
  const magnitude = BigInt(prefixOfBase[radix]! + digits);
  return text.startsWith("-") ? -magnitude : magnitude;
}

function doubleOf(text: string, base: number | undefined): number {
  if (base !== undefined && base !== 10) return Number(integerOf(text, base, "double"));
  if (/^[+-]?nan$/i.test(text)) return Number.NaN;
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) throw failed("double", `Failed to parse number ${shown(text)}`);
  const number = Number(text);
  if (!Number.isFinite(number)) throw failed("double", `Failed to parse number ${shown(text)}: out of range`);
  return number;
}

function decimalOfText(text: string, base: number | undefined): Decimal128 {
  if (base !== undefined && base !== 10) return writeDecimal(exactDecimal(integerOf(text, base, "decimal")));
  const decimal = parseDecimal(text);
  if (decimal === undefined) throw failed("decimal", `Failed to parse number ${shown(text)}`);
  return writeDecimal(decimal);
}
