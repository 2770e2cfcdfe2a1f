/**
 * How BSON values live in JavaScript (design 4). One rule decides numbers: a JS `number` is the narrowest BSON type that
 * holds it: int if it is an integer in 32 bits, else long if it is a safe integer, else double. Everything else is boxed.
 *
 * | BSON | here |
 * |---|---|
 * | missing / null | `undefined` / `null` |
 * | int, long, double | `number` by the rule; `bigint` = long (small longs and those beyond the safe integers); `Double` = double with an integral value, and −0; NaN and ±Infinity are plain numbers |
 * | decimal | `Decimal128` |
 * | date | `Date`, never changed in place |
 * | the rest | the classes of `bson` |
 */
import type { Binary, BSONRegExp, BSONSymbol, Code, DBRef, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from "bson";

export type Value =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Double
  | Decimal128
  | ObjectId
  | Binary
  | Timestamp
  | BSONRegExp
  | BSONSymbol
  | Code
  | DBRef
  | MinKey
  | MaxKey
  | Value[]
  | Document;

/** A document: an ordinary object (prototype `Object.prototype`) whose own enumerable keys are the fields. No key holds `undefined`. */
export interface Document {
  [field: string]: Value;
}

/** Type names as `$type` gives them. */
export type TypeName =
  | "missing"
  | "null"
  | "bool"
  | "int"
  | "long"
  | "double"
  | "decimal"
  | "string"
  | "object"
  | "array"
  | "binData"
  | "objectId"
  | "date"
  | "timestamp"
  | "regex"
  | "javascript"
  | "symbol"
  | "dbPointer"
  | "undefined"
  | "minKey"
  | "maxKey";
