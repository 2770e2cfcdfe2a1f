/** Extended JSON and JSON text as values. */
import { describe, expect, test } from "vitest";
import { testErrors, testResults } from "../../testing/case-table.ts";
import { evaluate } from "../../testing/compiled.ts";
import { exact } from "../../testing/record.ts";
import { Binary, BSONRegExp, Decimal128, Double, MaxKey, ObjectId, Timestamp, UUID } from "../../values/classes.ts";
import type { Document, Value } from "../../values/types.ts";

/** Documents with wrappers as plain documents: not through the decoder, which would interpret them. */
const plain = (text: string) => JSON.parse(text) as Document;

test.each<[Value, string]>([
  [5, '{"$numberInt":"5"}'],
  [5n, '{"$numberLong":"5"}'],
  [new Double(5), '{"$numberDouble":"5.0"}'],
  [Number.NaN, '{"$numberDouble":"NaN"}'],
  [Decimal128.fromString("1.50"), '{"$numberDecimal":"1.50"}'],
  [new Date(5), '{"$date":{"$numberLong":"5"}}'],
  [new ObjectId("5ab9cbfa31c2ab715d42129e"), '{"$oid":"5ab9cbfa31c2ab715d42129e"}'],
  [new BSONRegExp("a", "i"), '{"$regularExpression":{"pattern":"a","options":"i"}}'],
  ["x", '"x"'],
  [true, "true"],
  [{ a: [1] }, '{"a":[{"$numberInt":"1"}]}'],
])("%s serializes canonically", (value, text) => {
  expect(JSON.stringify(evaluate({ $serializeEJSON: { input: "$a" } }, { a: value }))).toBe(text);
});

test.each<[Value, string]>([
  [5, "5"],
  [Number.POSITIVE_INFINITY, '{"$numberDouble":"Infinity"}'],
  [Decimal128.fromString("1.50"), '{"$numberDecimal":"1.50"}'],
  [new Date(5), '{"$date":"1970-01-01T00:00:00.005Z"}'],
])("%s serializes in relaxed form", (value, text) => {
  expect(JSON.stringify(evaluate({ $serializeEJSON: { input: "$a", relaxed: true } }, { a: value }))).toBe(text);
});

test("what was serialized comes back", () => {
  const value = {
    a: [1, 1n, new Double(1), -0.5, Decimal128.fromString("1E+3"), null, "\u{1f600}"],
    b: { c: new Date(0), d: new Timestamp({ t: 1, i: 2 }), e: new MaxKey(), f: new Binary(Uint8Array.of(1, 2), 5) },
    u: new UUID("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
  };
  for (const relaxed of [false, true]) {
    const back = evaluate({ $deserializeEJSON: { input: { $serializeEJSON: { input: "$a", relaxed } } } }, { a: value });
    expect(exact(back)).toBe(exact(value));
  }
});

test("names on the prototype are names like any other", () => {
  const made = evaluate({ $toObject: "$a" }, { a: '{"__proto__": {"x": 1}, "constructor": 2}' }) as Document;
  expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
  expect(JSON.stringify(evaluate({ $serializeEJSON: { input: "$a", relaxed: true } }, { a: made }))).toBe(
    '{"__proto__":{"x":1},"constructor":2}',
  );
});

describe("JSON text and other conversions", () => {
  testResults([
    [{ $toArray: "$a" }, { a: "[]" }, []],
    [{ $toArray: "$a" }, { a: "[1, [2, {}]]" }, [1, [2, {}]]],
    [{ $convert: { input: "$a", to: "array" } }, { a: "[9007199254740993]" }, [9007199254740993n]],
    [{ $convert: { input: "$a", to: 3 } }, { a: '{"a": 1.0}' }, { a: new Double(1) }],
    [{ $convert: { input: "$a", to: "object", onError: "bad" } }, { a: "x" }, "bad"],
    [{ $deserializeEJSON: { input: "$a" } }, { a: plain('{"$foo": 1}') }, plain('{"$foo": 1}')],
    [{ $deserializeEJSON: { input: "$a" } }, { a: new Date(0) }, new Date(0)],
    [{ $deserializeEJSON: { input: "$none", onError: 1 } }, {}, null],
    [{ $serializeEJSON: { input: "$a", relaxed: "$none" } }, { a: "x" }, "x"],
  ]);
  testErrors([
    [{ $toArray: "$a" }, { a: "[1" }, 241],
    [{ $toArray: "$a" }, { a: {} }, 241],
    [{ $toObject: "$a" }, { a: "5" }, 241],
    [{ $toObject: "$a" }, { a: '{"a": 1, "a": 2}' }, 241],
    [{ $toUUID: "$a" }, { a: 5 }, 241],
    [{ $deserializeEJSON: { input: "$a" } }, { a: plain('{"$oid": "x"}') }, 9],
  ]);
});
