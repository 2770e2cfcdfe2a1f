import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  type DBRef,
  Decimal128,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from "../values/classes.ts";
import type { Document, Value } from "../values/types.ts";
import { maxDepth } from "./limits.ts";

/** Length and end of a document or array without fields. */
const emptySize = 5;

/**
 * Bytes that `encodeBson` would give, without encoding. What is nested beyond 180 levels counts as empty, since it cannot be encoded at all:
 * measuring must never be what stops a document.
 */
export function bsonSize(doc: Document): number {
  return documentSize(doc, 1);
}

function documentSize(doc: Document, depth: number): number {
  if (depth > maxDepth) return emptySize;
  let size = emptySize;
  for (const name of Object.keys(doc)) {
    const value = doc[name];
    if (value !== undefined) size += 2 + utf8Size(name) + valueSize(value, depth);
  }
  return size;
}

function arraySize(items: readonly Value[], depth: number): number {
  if (depth > maxDepth) return emptySize;
  let size = emptySize;
  for (let i = 0; i < items.length; i++) size += 2 + decimalDigits(i) + valueSize(items[i], depth);
  return size;
}

function valueSize(value: Value, depth: number): number {
  switch (typeof value) {
    case "string":
      return 5 + utf8Size(value);
    case "number":
      return (value | 0) === value ? 4 : 8;
    case "boolean":
      return 1;
    case "bigint":
      return 8;
    case "undefined":
      return 0;
    default:
      return value === null ? 0 : objectSize(value, depth + 1);
  }
}

/** `depth`: the level of what lies in the value. */
function objectSize(value: object, depth: number): number {
  if (Object.getPrototypeOf(value) === Object.prototype) return documentSize(value as Document, depth);
  if (Array.isArray(value)) return arraySize(value, depth);
  if (value instanceof Date || value instanceof Double || value instanceof Timestamp) return 8;
  if (value instanceof ObjectId) return 12;
  if (value instanceof Decimal128) return 16;
  if (value instanceof Binary) return 5 + value.length() + (value.sub_type === 2 ? 4 : 0);
  if (value instanceof BSONRegExp) return 2 + utf8Size(value.pattern) + utf8Size(value.options);
  if (value instanceof MinKey || value instanceof MaxKey) return 0;
  if (value instanceof Code) {
    return 5 + utf8Size(value.code) + (value.scope ? 4 + documentSize(value.scope as Document, depth) : 0);
  }
  if (value instanceof BSONSymbol) return 5 + utf8Size(value.value);
  return 5 + utf8Size((value as DBRef).collection) + 12;
}

function decimalDigits(index: number): number {
  let digits = 1;
  for (let limit = 10; index >= limit; limit *= 10) digits += 1;
  return digits;
}

/** Half of a surrogate pair counts 3, as the replacement character that is written for it. */
function utf8Size(text: string): number {
  let size = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) size += 1;
    else if ((unit & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      size += 2;
      i += 1;
    } else size += 2;
  }
  return size;
}
