import { Binary, Decimal128, Double, type Value } from "@millrace/mql";
import { expect, test } from "vitest";
import { headersFromValue, headersToMeta } from "./headers.ts";

const texts = (value: Value) =>
  headersFromValue(value).map(({ key, value: one }) => [key, one === null ? null : Buffer.from(one).toString()]);

test("an object gives a header for each field: text, bytes, numbers as decimal text, objects as Extended JSON, null as no value", () => {
  const value = {
    s: "ü",
    b: new Binary(Buffer.from("raw")),
    i: 7,
    l: 9223372036854775807n,
    d: 1.5,
    whole: new Double(5),
    nan: Number.NaN,
    o: { at: new Date("2026-01-05T09:00:00Z") },
    n: null,
  };
  expect(texts(value)).toEqual([
    ["s", "ü"],
    ["b", "raw"],
    ["i", "7"],
    ["l", "9223372036854775807"],
    ["d", "1.5"],
    ["whole", "5.0"],
    ["nan", "NaN"],
    ["o", '{"at":{"$date":"2026-01-05T09:00:00Z"}}'],
    ["n", null],
  ]);
});

test("an array of { k, v } gives headers in order, names more than once", () => {
  expect(
    texts([
      { k: "a", v: "1" },
      { k: "b", v: "2" },
      { k: "a", v: "3" },
    ]),
  ).toEqual([
    ["a", "1"],
    ["b", "2"],
    ["a", "3"],
  ]);
});

test.each([
  ["text", /object or an array/],
  [undefined, /of type missing/],
  [null, /of type null/],
  [{ a: true }, /header 'a' cannot be of type bool/],
  [{ a: new Date() }, /of type date/],
  [{ a: [1] }, /of type array/],
  [{ a: Decimal128.fromString("1") }, /of type decimal/],
  [[5], /header 0 is not an object/],
  [[{ v: "x" }], /name 'k' of header 0/],
  [[{ k: "a" }], /of type missing/],
] as [Value, RegExp][])("%j is no set of headers", (value, message) => {
  expect(() => headersFromValue(value)).toThrow(message);
});

test("metadata shows headers as pairs with binary values, in their order", () => {
  const headers = [
    { key: "a", value: Buffer.from("1") },
    { key: "__proto__", value: null },
    { key: "a", value: Buffer.from("2") },
  ];
  expect(headersToMeta(headers)).toEqual([
    { k: "a", v: new Binary(Buffer.from("1")) },
    { k: "__proto__", v: null },
    { k: "a", v: new Binary(Buffer.from("2")) },
  ]);
});
