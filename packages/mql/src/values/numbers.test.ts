import { expect, test } from "vitest";
import { spell } from "../testing/arbitrary-values.ts";
import { Decimal128, Double } from "./classes.ts";
import { makeDouble, makeLong, numberFromText, numberOf } from "./numbers.ts";
import { typeOf } from "./type-of.ts";
import type { Value } from "./types.ts";

test.each<[string, Value]>([
  ["5", 5],
  ["-0", 0],
  ["2147483648", 2 ** 31],
  ["9007199254740991", 2 ** 53 - 1],
  ["9007199254740993", 9_007_199_254_740_993n],
  ["-9223372036854775808", -(2n ** 63n)],
  ["9223372036854775808", 2 ** 63], // beyond 64 bits: double
  ["5.0", new Double(5)],
  ["-0.0", new Double(-0)],
  ["1e3", new Double(1000)],
  ["1.5e1", new Double(15)],
  ["1e300", 1e300],
  ["0.1", 0.1],
  ["9007199254740992.5", 2 ** 53],
])("the text %s is read as the narrowest type that its spelling allows", (text, expected) => {
  expect(spell(numberFromText(text))).toBe(spell(expected));
});

test("a double is boxed where a plain number would say int or long", () => {
  expect([5, -0, 2 ** 53 - 1, 2 ** 53, 0.5, Number.NaN].map((n) => typeOf(makeDouble(n)))).toEqual(Array(6).fill("double"));
  expect(makeDouble(2 ** 53)).toBe(2 ** 53);
  expect(makeDouble(-0)).toEqual(new Double(-0));
});

test("a long is a bigint where a plain number would say int or double", () => {
  expect([5, 2 ** 31, 2n ** 31n, 2n ** 53n, -1n, 2 ** 53].map(makeLong)).toEqual([
    5n,
    2 ** 31,
    2 ** 31,
    2n ** 53n,
    -1n,
    2n ** 53n,
  ]);
  expect(() => makeLong(2n ** 63n)).toThrow(expect.objectContaining({ code: 15, codeName: "Overflow" }));
  expect(() => makeLong(2 ** 63)).toThrow(expect.objectContaining({ code: 15 }));
  expect(() => makeLong(0.5)).toThrow(expect.objectContaining({ code: 15 }));
});

test("numberOf gives the nearest double of any number", () => {
  expect([7, 7n, new Double(7), new Decimal128("7.0")].map(numberOf)).toEqual([7, 7, 7, 7]);
  expect(numberOf(new Decimal128("-1E-400"))).toBe(-0);
  expect(numberOf(new Decimal128("-Infinity"))).toBe(Number.NEGATIVE_INFINITY);
  expect(numberOf("7")).toBeNaN();
});
