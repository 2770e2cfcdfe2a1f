/** Values as text, for the string operators that take more than strings. */
import { MqlError } from "../../errors.ts";
import { BSONSymbol, Code, Decimal128, Double, Timestamp } from "../../values/classes.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";

/** Numbers as text: as JavaScript prints them; `1e+21`, `NaN` and `Infinity` included. */
export function numberText(value: number | bigint | Double | Decimal128): string {
  if (value instanceof Double) return Object.is(value.value, -0) ? "-0" : String(value.value);
  return value instanceof Decimal128 ? value.toString() : String(value);
}

/** Text of strings, numbers, dates, timestamps, symbols and code; null and missing give "". Throws MqlError 16007 for the rest. */
export function coerceToString(value: Value): string {
  if (typeof value === "string") return value;
  if (isNullish(value)) return "";
  if (typeof value === "number" || typeof value === "bigint" || value instanceof Double || value instanceof Decimal128) {
    return numberText(value);
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof BSONSymbol) return value.value;
  if (value instanceof Code) return value.code;
  if (value instanceof Timestamp) return `Timestamp(${value.t}, ${value.i})`;
  throw new MqlError(16007, `can't convert from BSON type ${typeOf(value)} to String`);
}

/** Whether a string has ASCII characters only. */
export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
