/**
 * Group keys (design 6, "Window state"): values that compare equal get the same key, others different ones.
 *
 * A number is its own key where a JS number can be: 5, Long 5, Double 5 and Decimal 5 are `5`. A string is its own key
 * unless it begins with NUL. Every other key is a string that begins with NUL and a letter for the type. Inside compounds
 * each part has a letter and an end that its content cannot hold, or its length in front.
 */
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
import { compareDecimals, exactDecimal, type Finite, readDecimal } from "./decimal.ts";
import type { Document, Value } from "./types.ts";

/** The key of a whole group key. Missing equals null here; inside a document or array they differ. */
export function canonicalKey(value: Value): string | number {
  if (typeof value === "string") return value.charCodeAt(0) === 0 ? `\0s${value}` : value;
  if (typeof value === "number") return value + 0;
  if (value === null || value === undefined) return "\0n";
  if (typeof value === "bigint" || value instanceof Double || value instanceof Decimal128) return numberKey(value);
  if (value instanceof BSONSymbol) return canonicalKey(value.value);
  return `\0${canonicalPart(value)}`;
}

/** The key of a value inside a compound key: self-delimiting, so that parts can be joined. */
export function canonicalPart(value: Value): string {
  switch (typeof value) {
    case "string":
      return `s${value.length}:${value}`;
    case "number":
      return `d${value + 0};`;
    case "boolean":
      return value ? "T" : "F";
    case "undefined":
      return "u";
    case "bigint":
      return `d${numberKey(value)};`;
    default:
      return value === null ? "n" : objectPart(value);
  }
}

/** A JS number where that is exact, else a normalised decimal. */
function numberKey(value: number | bigint | Double | Decimal128): string | number {
  if (typeof value === "number") return value + 0;
  if (value instanceof Double) return value.value + 0;
  if (typeof value === "bigint") {
    const narrow = Number(value);
    return BigInt(narrow) === value ? narrow : normalised(exactDecimal(value) as Finite);
  }
  const decimal = readDecimal(value);
  if (decimal.kind === "nan") return Number.NaN;
  if (decimal.kind === "infinite") return decimal.negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const narrow = Number(`${decimal.negative ? "-" : ""}${decimal.coefficient}e${decimal.exponent}`);
  const exact = exactDecimal(narrow);
  return exact.kind === "finite" && compareDecimals(exact, decimal) === 0 ? narrow + 0 : normalised(decimal);
}

function normalised(value: Finite): string {
  let { coefficient, exponent } = value;
  while (coefficient !== 0n && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  return `\0d${value.negative ? "-" : ""}${coefficient}E${exponent}`;
}

function objectPart(value: object): string {
  if (Object.getPrototypeOf(value) === Object.prototype) return documentPart(value as Document);
  if (Array.isArray(value)) {
    let key = "[";
    for (const item of value as Value[]) key += canonicalPart(item);
    return `${key}]`;
  }
  if (value instanceof Date) return `t${value.getTime()};`;
  if (value instanceof Double || value instanceof Decimal128) return `d${numberKey(value)};`;
  if (value instanceof ObjectId) return `o${value.toHexString()}`;
  if (value instanceof Binary) return `b${value.sub_type}:${value.toString("hex")};`;
  if (value instanceof Timestamp) return `i${value.t}:${value.i};`;
  if (value instanceof BSONRegExp) return `r${canonicalPart(value.pattern)}${canonicalPart(value.options)}`;
  if (value instanceof BSONSymbol) return canonicalPart(value.value);
  if (value instanceof MinKey) return "<";
  if (value instanceof MaxKey) return ">";
  if (value instanceof Code) {
    return value.scope ? `J${canonicalPart(value.code)}${canonicalPart(value.scope)}` : `j${canonicalPart(value.code)}`;
  }
  if (value instanceof DBRef) return `p${canonicalPart(value.collection)}${value.oid.toHexString()}`;
  return documentPart(value as Document);
}

function documentPart(value: Document): string {
  let key = "{";
  for (const name of Object.keys(value)) key += `${name.length}:${name}${canonicalPart(value[name])}`;
  return `${key}}`;
}
