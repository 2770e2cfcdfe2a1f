/** The order of values of all types (design 4; the manual's "Comparison/Sort Order"). */
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from "./classes.ts";
import { compareDecimals, exactDecimal, readDecimal } from "./decimal.ts";
import type { Document, Value } from "./types.ts";

/** Places of the types among each other. Numbers of all types share one, so do strings and symbols. */
const order = {
  minKey: 0,
  missing: 1,
  null: 2,
  number: 3,
  string: 4,
  object: 5,
  array: 6,
  binData: 7,
  objectId: 8,
  bool: 9,
  date: 10,
  timestamp: 11,
  regex: 12,
  dbPointer: 13,
  javascript: 14,
  javascriptWithScope: 15,
  maxKey: 16,
} as const;

/** Negative, 0 or positive, as `$cmp` orders: missing before null, numbers by value whatever their type, strings by code point. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return compareNumbers(a, b);
  if (typeof a === "string" && typeof b === "string") return compareStrings(a, b);
  if (a === b) return 0;
  const place = placeOf(a);
  const difference = place - placeOf(b);
  return difference === 0 ? compareSamePlace(place, a, b) : difference;
}

/** As `compareValues`, but with missing equal to null, as `$sort` orders. */
export function compareForSort(a: Value, b: Value): number {
  return compareValues(a === undefined ? null : a, b === undefined ? null : b);
}

/** Whether two values are equal as `$eq` sees it: numbers by value, objects with their fields in the same order. */
export function valuesEqual(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a === "string" && typeof b === "string") return false;
  return compareValues(a, b) === 0;
}

function placeOf(value: Value): number {
  switch (typeof value) {
    case "undefined":
      return order.missing;
    case "string":
      return order.string;
    case "number":
    case "bigint":
      return order.number;
    case "boolean":
      return order.bool;
    default:
      return value === null ? order.null : placeOfObject(value);
  }
}

function placeOfObject(value: object): number {
  if (Object.getPrototypeOf(value) === Object.prototype) return order.object;
  if (Array.isArray(value)) return order.array;
  if (value instanceof Date) return order.date;
  if (value instanceof Double || value instanceof Decimal128) return order.number;
  if (value instanceof ObjectId) return order.objectId;
  if (value instanceof Binary) return order.binData;
  if (value instanceof Timestamp) return order.timestamp;
  if (value instanceof BSONRegExp) return order.regex;
  if (value instanceof BSONSymbol) return order.string;
  if (value instanceof MinKey) return order.minKey;
  if (value instanceof MaxKey) return order.maxKey;
  if (value instanceof Code) return value.scope ? order.javascriptWithScope : order.javascript;
  if (value instanceof DBRef) return order.dbPointer;
  return order.object;
}

function compareSamePlace(place: number, a: Value, b: Value): number {
  switch (place) {
    case order.number:
      return compareNumeric(a as Numeric, b as Numeric);
    case order.string:
      return compareStrings(textOf(a), textOf(b));
    case order.object:
      return compareDocuments(a as Document, b as Document);
    case order.array:
      return compareArrays(a as Value[], b as Value[]);
    case order.binData:
      return compareBinary(a as Binary, b as Binary);
    case order.objectId:
      return compareBytes((a as ObjectId).id, (b as ObjectId).id);
    case order.bool:
      return Number(a) - Number(b);
    case order.date:
      return (a as Date).getTime() - (b as Date).getTime();
    case order.timestamp:
      return (a as Timestamp).t - (b as Timestamp).t || (a as Timestamp).i - (b as Timestamp).i;
    case order.regex:
      return (
        compareStrings((a as BSONRegExp).pattern, (b as BSONRegExp).pattern) ||
        compareStrings((a as BSONRegExp).options, (b as BSONRegExp).options)
      );
    case order.javascript:
    case order.javascriptWithScope:
      return (
        compareStrings((a as Code).code, (b as Code).code) || compareDocuments((a as Code).scope ?? {}, (b as Code).scope ?? {})
      );
    case order.dbPointer:
      return (
        compareStrings((a as DBRef).collection, (b as DBRef).collection) || compareBytes((a as DBRef).oid.id, (b as DBRef).oid.id)
      );
    default:
      return 0; // null, missing, MinKey, MaxKey: one value each
  }
}

type Numeric = number | bigint | Double | Decimal128;

/** NaN equals itself and is less than every other number. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  // biome-ignore lint/suspicious/noDoubleEquals: a bigint and a number compare by value, exactly
  if (a == b) return 0;
  return Number(!Number.isNaN(a)) - Number(!Number.isNaN(b));
}

function compareNumeric(a: Numeric, b: Numeric): number {
  const left = a instanceof Double ? a.value : a;
  const right = b instanceof Double ? b.value : b;
  if (!(left instanceof Decimal128) && !(right instanceof Decimal128)) return compareNumbers(left, right);
  const x = left instanceof Decimal128 ? readDecimal(left) : exactDecimal(left);
  const y = right instanceof Decimal128 ? readDecimal(right) : exactDecimal(right);
  if (x.kind === "nan" || y.kind === "nan") return Number(x.kind !== "nan") - Number(y.kind !== "nan");
  return compareDecimals(x, y);
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : (value as BSONSymbol).value;
}

/**
 * Order by code point, which is also the order of the UTF-8 bytes. UTF-16 units order the same except that surrogates
 * (code points from 0x10000) come before 0xE000–0xFFFF.
 */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? codePointRank(x) - codePointRank(y) : x - y;
  }
  return a.length - b.length;
}

function codePointRank(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** Field by field: type of the value, then name, then value; fewer fields come first. */
function compareDocuments(a: Document, b: Document): number {
  const left = Object.keys(a);
  const right = Object.keys(b);
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const nameA = left[i]!;
    const nameB = right[i]!;
    const x = a[nameA];
    const y = b[nameB];
    const difference = placeOf(x) - placeOf(y) || compareStrings(nameA, nameB) || compareValues(x, y);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function compareArrays(a: Value[], b: Value[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = compareValues(a[i], b[i]);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** By length, then subtype, then bytes. */
function compareBinary(a: Binary, b: Binary): number {
  return a.length() - b.length() || a.sub_type - b.sub_type || compareBytes(a.buffer, b.buffer, a.length());
}

function compareBytes(a: Uint8Array, b: Uint8Array, length = a.length): number {
  for (let i = 0; i < length; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
