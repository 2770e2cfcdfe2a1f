/** The output formats of engine.md 6.2, and the one in which definitions keep values. */
import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, MaxKey, MinKey, ObjectId, Timestamp } from "../values/classes.ts";
import type { Value } from "../values/types.ts";
import { type JsonFormat, type OtherValue, type Plain, rawJson } from "./json-encoder.ts";

/** First instant of the year 10000, which relaxed dates cannot spell. */
const year10000 = 253_402_300_800_000;

export const relaxed: JsonFormat = {
  plainNumbers: true,
  number: relaxedDouble,
  long: (value) => rawJson(`${value}`),
  double: relaxedDouble,
  date(value) {
    const milliseconds = value.getTime();
    if (!(milliseconds >= 0 && milliseconds < year10000)) return canonical.date(value);
    const text = value.toISOString();
    return { $date: milliseconds % 1000 === 0 ? `${text.slice(0, -5)}Z` : text };
  },
  other: wrapper,
};

export const canonical: JsonFormat = {
  plainNumbers: false,
  number(value) {
    if ((value | 0) === value) return { $numberInt: `${value}` };
    return Number.isSafeInteger(value) ? { $numberLong: `${value}` } : canonical.double(value);
  },
  long: (value) => ({ $numberLong: `${value}` }),
  double: (value) => ({ $numberDouble: doubleText(value) }),
  date: (value) => ({ $date: { $numberLong: `${value.getTime()}` } }),
  other: wrapper,
};

export const basic: JsonFormat = {
  plainNumbers: true,
  number: basicDouble,
  long: (value) => rawJson(`${value}`),
  double: basicDouble,
  date: (value) => value.getTime(),
  other: unwrapped,
};

/** Relaxed, except that small longs keep their type, so that reading the text gives the same value again. */
export const exact: JsonFormat = {
  ...relaxed,
  long: (value) => (Number.isSafeInteger(Number(value)) ? canonical.long(value) : relaxed.long(value)),
};

/** The format with every date as `"YYYY-MM-DDTHH:mm:ss.sssZ"` (engine.md 6.2, `dateFormat`). */
export function withIsoDates(format: JsonFormat): JsonFormat {
  return { ...format, date: (value) => value.toISOString() };
}

function relaxedDouble(value: number): Plain {
  return Number.isFinite(value) ? rawJson(doubleText(value)) : canonical.double(value);
}

function basicDouble(value: number): Plain {
  return Number.isFinite(value) ? rawJson(doubleText(value)) : `${value}`;
}

/** A double as shortest text that says double: `5.0`, `-0.0`, `1e+21`, `0.1`. */
function doubleText(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const text = `${value}`;
  return Number.isInteger(value) && !text.includes("e") ? `${text}.0` : text;
}

/** Extended JSON wrappers, the same in relaxed and canonical form. */
function wrapper(value: OtherValue, plain: (value: Value) => Plain): Plain {
  if (value instanceof ObjectId) return { $oid: value.toHexString() };
  if (value instanceof Decimal128) return { $numberDecimal: value.toString() };
  if (value instanceof Binary) {
    return { $binary: { base64: value.toString("base64"), subType: value.sub_type.toString(16).padStart(2, "0") } };
  }
  if (value instanceof Timestamp) return { $timestamp: { t: value.t, i: value.i } };
  if (value instanceof BSONRegExp) return { $regularExpression: { pattern: value.pattern, options: value.options } };
  if (value instanceof MinKey) return { $minKey: 1 };
  if (value instanceof MaxKey) return { $maxKey: 1 };
  if (value instanceof Code)
    return value.scope ? { $code: value.code, $scope: plain(value.scope as Value) } : { $code: value.code };
  if (value instanceof BSONSymbol) return { $symbol: value.value };
  return { $dbPointer: { $ref: value.collection, $id: { $oid: value.oid.toHexString() } } };
}

/** Basic JSON: strings and numbers. What the table of 6.2 does not name is written as its wrapper. */
function unwrapped(value: OtherValue, plain: (value: Value) => Plain): Plain {
  if (value instanceof ObjectId) return value.toHexString();
  if (value instanceof Decimal128) return value.toString();
  if (value instanceof Binary) return binaryText(value);
  if (value instanceof Timestamp) return value.t * 1000;
  if (value instanceof BSONRegExp) return { pattern: value.pattern, options: value.options };
  if (value instanceof BSONSymbol) return value.value;
  return wrapper(value, plain);
}

function binaryText(value: Binary): string {
  if (value.sub_type !== Binary.SUBTYPE_UUID || value.length() !== 16) return value.toString("base64");
  return value.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
