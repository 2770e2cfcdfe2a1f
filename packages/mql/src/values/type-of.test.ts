import { expect, test } from "vitest";
import { documentOf } from "../testing/arbitrary-values.ts";
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
  UUID,
} from "./classes.ts";
import { isDocument, isNullish, isNumeric, typeOf } from "./type-of.ts";
import type { TypeName, Value } from "./types.ts";

test.each<[TypeName, Value]>([
  ["missing", undefined],
  ["null", null],
  ["bool", false],
  ["int", 2 ** 31 - 1],
  ["int", -(2 ** 31)],
  ["int", -0],
  ["long", 2 ** 31],
  ["long", 2 ** 53 - 1],
  ["long", 5n],
  ["double", 2 ** 53],
  ["double", 0.5],
  ["double", Number.NaN],
  ["double", Number.NEGATIVE_INFINITY],
  ["double", new Double(5)],
  ["decimal", new Decimal128("5")],
  ["string", ""],
  ["object", {}],
  ["object", documentOf([["__proto__", null]])],
  ["object", { _bsontype: "ObjectId" }],
  ["object", { constructor: "Date", length: 0 }],
  ["array", []],
  ["date", new Date(0)],
  ["objectId", new ObjectId()],
  ["binData", new Binary(new Uint8Array(0))],
  ["binData", new UUID()],
  ["timestamp", new Timestamp({ t: 1, i: 1 })],
  ["regex", new BSONRegExp("a")],
  ["javascript", new Code("a")],
  ["symbol", new BSONSymbol("a")],
  ["dbPointer", new DBRef("a", new ObjectId())],
  ["minKey", new MinKey()],
  ["maxKey", new MaxKey()],
])("%s is the type of %o", (type, value) => {
  expect(typeOf(value)).toBe(type);
  expect(isNumeric(value)).toBe(["int", "long", "double", "decimal"].includes(type));
  expect(isNullish(value)).toBe(type === "null" || type === "missing");
  expect(isDocument(value)).toBe(type === "object");
});
