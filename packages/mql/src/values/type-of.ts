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
import type { Document, TypeName, Value } from "./types.ts";

/** The type as the `$type` expression names it. */
export function typeOf(value: Value): TypeName {
  switch (typeof value) {
    case "undefined":
      return "missing";
    case "string":
      return "string";
    case "number":
      return numberType(value);
    case "boolean":
      return "bool";
    case "bigint":
      return "long";
    default:
      return value === null ? "null" : objectType(value);
  }
}

/** The narrowest type that holds a JS number (design 4). A plain −0 counts as the int 0; the double −0 is boxed. */
function numberType(value: number): "int" | "long" | "double" {
  if ((value | 0) === value) return "int";
  return Number.isSafeInteger(value) ? "long" : "double";
}

function objectType(value: object): TypeName {
  if (isDocument(value)) return "object";
  if (Array.isArray(value)) return "array";
  if (value instanceof Date) return "date";
  if (value instanceof Double) return "double";
  if (value instanceof ObjectId) return "objectId";
  if (value instanceof Decimal128) return "decimal";
  if (value instanceof Binary) return "binData";
  if (value instanceof Timestamp) return "timestamp";
  if (value instanceof BSONRegExp) return "regex";
  if (value instanceof MinKey) return "minKey";
  if (value instanceof MaxKey) return "maxKey";
  if (value instanceof Code) return "javascript";
  if (value instanceof BSONSymbol) return "symbol";
  if (value instanceof DBRef) return "dbPointer";
  return "object";
}

/** Whether this is a document: a plain object, not an array and not one of the value classes. */
export function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Whether this is null or missing. */
export function isNullish(value: Value): value is null | undefined {
  return value === null || value === undefined;
}

/** Whether this is an int, long, double or decimal. */
export function isNumeric(value: Value): value is number | bigint | Double | Decimal128 {
  return typeof value === "number" || typeof value === "bigint" || value instanceof Double || value instanceof Decimal128;
}
