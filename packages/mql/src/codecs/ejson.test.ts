import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyDocument, anyValue, spell } from "../testing/arbitrary-values.ts";
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
} from "../values/classes.ts";
import { compareValues } from "../values/compare.ts";
import type { Value } from "../values/types.ts";
import { decodeJson } from "./decode-json.ts";
import { encodeExactJson, encodeJson } from "./encode-json.ts";

const id = new ObjectId("507f1f77bcf86cd799439011");
const uuid = new UUID("c8edabc3-f738-4ca3-b68d-ab92a91478a3");

/** value, relaxed, canonical, basic: engine.md 6.2 and 12.63, Extended JSON v2 for what they leave out. */
const table: [Value, string, string, string][] = [
  [1, "1", '{"$numberInt":"1"}', "1"],
  [3_000_000_000, "3000000000", '{"$numberLong":"3000000000"}', "3000000000"],
  [1n, "1", '{"$numberLong":"1"}', "1"],
  [2n ** 63n - 1n, "9223372036854775807", '{"$numberLong":"9223372036854775807"}', "9223372036854775807"],
  [1.5, "1.5", '{"$numberDouble":"1.5"}', "1.5"],
  [new Double(1), "1.0", '{"$numberDouble":"1.0"}', "1.0"],
  [new Double(-0), "-0.0", '{"$numberDouble":"-0.0"}', "-0.0"],
  [2 ** 60, "1152921504606847000.0", '{"$numberDouble":"1152921504606847000.0"}', "1152921504606847000.0"],
  [1e21, "1e+21", '{"$numberDouble":"1e+21"}', "1e+21"],
  [Number.NaN, '{"$numberDouble":"NaN"}', '{"$numberDouble":"NaN"}', '"NaN"'],
  [Number.POSITIVE_INFINITY, '{"$numberDouble":"Infinity"}', '{"$numberDouble":"Infinity"}', '"Infinity"'],
  [Number.NEGATIVE_INFINITY, '{"$numberDouble":"-Infinity"}', '{"$numberDouble":"-Infinity"}', '"-Infinity"'],
  [new Decimal128("9.9"), '{"$numberDecimal":"9.9"}', '{"$numberDecimal":"9.9"}', '"9.9"'],
  [
    new Date("2026-01-05T09:00:00.120Z"),
    '{"$date":"2026-01-05T09:00:00.120Z"}',
    '{"$date":{"$numberLong":"1767603600120"}}',
    "1767603600120",
  ],
  [
    new Date("2026-01-05T09:00:00Z"),
    '{"$date":"2026-01-05T09:00:00Z"}',
    '{"$date":{"$numberLong":"1767603600000"}}',
    "1767603600000",
  ],
  [new Date(-1), '{"$date":{"$numberLong":"-1"}}', '{"$date":{"$numberLong":"-1"}}', "-1"],
  [
    new Date(253_402_300_799_999),
    '{"$date":"9999-12-31T23:59:59.999Z"}',
    '{"$date":{"$numberLong":"253402300799999"}}',
    "253402300799999",
  ],
  [
    new Date(253_402_300_800_000),
    '{"$date":{"$numberLong":"253402300800000"}}',
    '{"$date":{"$numberLong":"253402300800000"}}',
    "253402300800000",
  ],
  [new Timestamp({ t: 42, i: 7 }), '{"$timestamp":{"t":42,"i":7}}', '{"$timestamp":{"t":42,"i":7}}', "42000"],
  [id, '{"$oid":"507f1f77bcf86cd799439011"}', '{"$oid":"507f1f77bcf86cd799439011"}', '"507f1f77bcf86cd799439011"'],
  [
    new Binary(new Uint8Array([0xab, 0xcd, 0xef]), 0),
    '{"$binary":{"base64":"q83v","subType":"00"}}',
    '{"$binary":{"base64":"q83v","subType":"00"}}',
    '"q83v"',
  ],
  [
    uuid,
    '{"$binary":{"base64":"yO2rw/c4TKO2jauSqRR4ow==","subType":"04"}}',
    '{"$binary":{"base64":"yO2rw/c4TKO2jauSqRR4ow==","subType":"04"}}',
    '"c8edabc3-f738-4ca3-b68d-ab92a91478a3"',
  ],
  [
    new BSONRegExp("^a", "im"),
    '{"$regularExpression":{"pattern":"^a","options":"im"}}',
    '{"$regularExpression":{"pattern":"^a","options":"im"}}',
    '{"pattern":"^a","options":"im"}',
  ],
  [new MinKey(), '{"$minKey":1}', '{"$minKey":1}', '{"$minKey":1}'],
  [new MaxKey(), '{"$maxKey":1}', '{"$maxKey":1}', '{"$maxKey":1}'],
  [new Code("f()"), '{"$code":"f()"}', '{"$code":"f()"}', '{"$code":"f()"}'],
  [
    new Code("f()", { x: 1 }),
    '{"$code":"f()","$scope":{"x":1}}',
    '{"$code":"f()","$scope":{"x":{"$numberInt":"1"}}}',
    '{"$code":"f()","$scope":{"x":1}}',
  ],
  [new BSONSymbol("s"), '{"$symbol":"s"}', '{"$symbol":"s"}', '"s"'],
  [
    new DBRef("c", id),
    '{"$dbPointer":{"$ref":"c","$id":{"$oid":"507f1f77bcf86cd799439011"}}}',
    '{"$dbPointer":{"$ref":"c","$id":{"$oid":"507f1f77bcf86cd799439011"}}}',
    '{"$dbPointer":{"$ref":"c","$id":{"$oid":"507f1f77bcf86cd799439011"}}}',
  ],
  [null, "null", "null", "null"],
  ['a"\\\n\u2028ü', '"a\\"\\\\\\n\u2028ü"', '"a\\"\\\\\\n\u2028ü"', '"a\\"\\\\\\n\u2028ü"'],
  [{ a: [true, undefined, {}] }, '{"a":[true,null,{}]}', '{"a":[true,null,{}]}', '{"a":[true,null,{}]}'],
];

describe("output formats", () => {
  test.each(table)("%o", (value, relaxed, canonical, basic) => {
    expect(encodeJson(value)).toBe(relaxed);
    expect(encodeJson(value, { format: "relaxed" })).toBe(relaxed);
    expect(encodeJson(value, { format: "canonical" })).toBe(canonical);
    expect(encodeJson(value, { format: "basic" })).toBe(basic);
    expect(encodeJson({ f: [value] }, { format: "basic" })).toBe(`{"f":[${basic}]}`);
  });

  test("dateFormat ISO8601 writes every date as text with milliseconds, in every format", () => {
    const doc = { at: new Date("2026-01-05T09:00:00.120Z"), since: [new Date(0)] };
    for (const format of ["relaxed", "canonical", "basic"] as const) {
      expect(encodeJson(doc, { format, dateFormat: "ISO8601" })).toBe(
        '{"at":"2026-01-05T09:00:00.120Z","since":["1970-01-01T00:00:00.000Z"]}',
      );
    }
    expect(encodeJson(doc, { format: "basic", dateFormat: "default" })).toBe('{"at":1767603600120,"since":[0]}');
  });

  test("writing changes nothing in the document", () => {
    const doc = Object.freeze({ n: new Double(1), inner: Object.freeze({ at: new Date(0), list: Object.freeze([1n]) }) });
    expect(encodeJson(doc as unknown as Value)).toBe('{"n":1.0,"inner":{"at":{"$date":"1970-01-01T00:00:00Z"},"list":[1]}}');
  });

  test("nesting beyond 180 levels is an error", () => {
    let value: Value = [];
    for (let level = 1; level < 180; level++) value = level % 2 ? { a: value } : [value];
    expect(() => encodeJson(value)).not.toThrow();
    expect(() => encodeJson([value])).toThrow(expect.objectContaining({ code: 9 }));
  });
});

describe("round trips", () => {
  test("canonical text gives every value back", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(spell(decodeJson(encodeJson(value, { format: "canonical" })))).toBe(spell(value));
        expect(spell(decodeJson(encodeExactJson(value)))).toBe(spell(value));
      }),
      { numRuns: 200 },
    );
  });

  test("relaxed text gives every value back but for small longs, which become ints", () => {
    fc.assert(
      fc.property(anyDocument, (doc) => {
        const back = decodeJson(encodeJson(doc));
        expect(compareValues(back, doc)).toBe(0);
        expect(encodeJson(back)).toBe(encodeJson(doc));
      }),
      { numRuns: 200 },
    );
  });
});

describe("wrappers", () => {
  test.each<[string, Value]>([
    ['{"$numberInt":"-5"}', -5],
    ['{"$numberLong":"5"}', 5n],
    ['{"$numberLong":"3000000000"}', 3_000_000_000],
    ['{"$numberDouble":"5"}', new Double(5)],
    ['{"$numberDouble":"-0.0"}', new Double(-0)],
    ['{"$numberDouble":"1e3"}', new Double(1000)],
    ['{"$numberDecimal":"-1.50E+3"}', new Decimal128("-1.50E+3")],
    ['{"$date":"2026-01-05T10:00:00+01:00"}', new Date("2026-01-05T09:00:00Z")],
    ['{"$date":"2026-01-05T09:00:00.1Z"}', new Date("2026-01-05T09:00:00.100Z")],
    ['{"$date":"2026-01-05T09:00:00.123456Z"}', new Date("2026-01-05T09:00:00.123Z")],
    ['{"$date":"2026-01-05T03:30-0530"}', new Date("2026-01-05T09:00:00Z")],
    ['{"$date":"2026-01-05"}', new Date("2026-01-05T00:00:00Z")],
    ['{"$date":"0004-02-29T00:00:00Z"}', new Date("0004-02-29T00:00:00Z")],
    ['{"$date":{"$numberLong":"-1"}}', new Date(-1)],
    ['{"$date":1767603600120}', new Date("2026-01-05T09:00:00.120Z")],
    ['{"$uuid":"c8edabc3-f738-4ca3-b68d-ab92a91478a3"}', uuid],
    ['{"$binary":{"base64":"q80=","subType":"2"}}', new Binary(new Uint8Array([0xab, 0xcd]), 2)],
    ['{"$binary":"q80=","$type":"80"}', new Binary(new Uint8Array([0xab, 0xcd]), 0x80)],
    ['{"$timestamp":{"t":4294967295,"i":0}}', new Timestamp({ t: 4_294_967_295, i: 0 })],
    ['{"$undefined":true}', null],
    ['{"$ref":"c","$id":{"$oid":"507f1f77bcf86cd799439011"}}', { $ref: "c", $id: id }],
    ['{"$scope":{}}', { $scope: {} }],
    ['{"a":{"$code":"f","$scope":{"d":{"$date":"1970-01-01T00:00:00Z"}}}}', { a: new Code("f", { d: new Date(0) }) }],
    ['{"\\u0024oid":"507f1f77bcf86cd799439011"}', id],
  ])("reads %s", (text, expected) => {
    expect(spell(decodeJson(text))).toBe(spell(expected));
  });

  test.each([
    '{"$oid":"zz"}',
    '{"$oid":"507f1f77bcf86cd79943901"}',
    '{"$oid":7}',
    '{"$oid":"507f1f77bcf86cd799439011","extra":1}',
    '{"extra":1,"$numberInt":"5"}',
    '{"$numberInt":5}',
    '{"$numberInt":"2147483648"}',
    '{"$numberInt":"1.5"}',
    '{"$numberInt":""}',
    '{"$numberLong":"9223372036854775808"}',
    '{"$numberDouble":"x"}',
    '{"$numberDouble":1}',
    '{"$numberDecimal":"1x"}',
    '{"$date":"yesterday"}',
    '{"$date":"2026-02-29T00:00:00Z"}',
    '{"$date":"2026-13-01T00:00:00Z"}',
    '{"$date":"2026-01-05T24:00:00Z"}',
    '{"$date":"2026-01-05T09:00:00"}',
    '{"$date":"2026-01-05T09:00:00.Z"}',
    '{"$date":"2026-01-05T09:00:00+25:00"}',
    '{"$date":"2026-01-05 09:00:00Z"}',
    '{"$date":1.5}',
    '{"$date":{"$numberLong":"8640000000000001"}}',
    '{"$date":null}',
    '{"$binary":{"base64":"q80="}}',
    '{"$binary":{"base64":"q8","subType":"123"}}',
    '{"$binary":{"base64":"q*0=","subType":"00"}}',
    '{"$binary":"q80="}',
    '{"$uuid":"c8edabc3f7384ca3b68dab92a91478a3"}',
    '{"$timestamp":{"t":1}}',
    '{"$timestamp":{"t":-1,"i":0}}',
    '{"$timestamp":{"t":4294967296,"i":0}}',
    '{"$regularExpression":{"pattern":"a"}}',
    '{"$regularExpression":{"pattern":"a","options":"q"}}',
    '{"$regularExpression":{"pattern":"a\\u0000","options":""}}',
    '{"$minKey":true}',
    '{"$code":1}',
    '{"$code":"f","$scope":1}',
    '{"$symbol":1}',
    '{"$dbPointer":{"$ref":"c","$id":"x"}}',
    '{"$undefined":false}',
  ])("refuses %s", (text) => {
    expect(() => decodeJson(text)).toThrow(expect.objectContaining({ name: "MqlError", code: 9 }));
    expect(() => decodeJson(`{"a":[${text}]}`)).toThrow(expect.objectContaining({ code: 9 }));
  });
});
