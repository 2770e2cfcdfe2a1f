import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyNumber, anyValue, documentOf } from "../testing/arbitrary-values.ts";
import { compareExact, exactOf } from "../testing/exact-number.ts";
import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from "./classes.ts";
import { compareForSort, compareStrings, compareValues, valuesEqual } from "./compare.ts";
import type { Value } from "./types.ts";

/** One value a type in the manual's order of types, several where the order inside a type matters. */
const ascending: Value[] = [
  new MinKey(),
  undefined,
  null,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  -(2n ** 63n),
  -1.5,
  0,
  new Decimal128("0.1"),
  0.1, // the double is 0.1000000000000000055…
  1,
  new Double(5),
  2 ** 53 - 1,
  2 ** 53,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  2 ** 63,
  new Decimal128("1E+6000"),
  Number.POSITIVE_INFINITY,
  "",
  "A",
  "a",
  new BSONSymbol("aa"),
  "ab",
  "\uffff",
  "\u{10000}", // two UTF-16 units, the first below 0xFFFF
  {},
  { b: 1 },
  { a: "x" },
  { a: [] },
  [],
  [null],
  [1, 2],
  [2],
  new Binary(new Uint8Array([9]), 0),
  new Binary(new Uint8Array([1]), 5),
  new Binary(new Uint8Array([0, 0]), 0),
  new ObjectId("000000000000000000000001"),
  new ObjectId("000000000000000000000100"),
  false,
  true,
  new Date(-1),
  new Date(0),
  new Timestamp({ t: 1, i: 4_000_000_000 }),
  new Timestamp({ t: 4_000_000_000, i: 1 }),
  new BSONRegExp("a", "i"),
  new BSONRegExp("b", ""),
  new Code("a"),
  new Code("b"),
  new Code("a", { x: 1 }),
  new MaxKey(),
];

describe("compareValues", () => {
  test("orders the types as the manual lists them, and values inside a type", () => {
    for (let i = 0; i < ascending.length; i++) {
      for (let j = 0; j < ascending.length; j++) {
        expect(Math.sign(compareValues(ascending[i], ascending[j])), `element ${i} against ${j}`).toBe(Math.sign(i - j));
      }
    }
  });

  test.each<[Value, Value]>([
    [5, 5n],
    [5, new Double(5)],
    [5n, new Decimal128("5.00")],
    [0, new Double(-0)],
    [new Decimal128("-0"), 0],
    [Number.NaN, new Decimal128("NaN")],
    [Number.POSITIVE_INFINITY, new Decimal128("Infinity")],
    ["a", new BSONSymbol("a")],
    [{ a: 5 }, { a: 5n }],
    [[new Double(1)], [1]],
    [0.5, new Decimal128("0.5")],
    [2 ** 60, 2n ** 60n],
  ])("%o equals %o", (a, b) => {
    expect(compareValues(a, b)).toBe(0);
    expect(valuesEqual(a, b)).toBe(true);
  });

  test("looks at the type of a field before its name, and at its name before its value", () => {
    expect(compareValues({ b: 1 }, { a: "x" })).toBeLessThan(0);
    expect(compareValues({ a: 9 }, { b: 1 })).toBeLessThan(0);
    expect(compareValues({ a: 1 }, { a: 1, b: null })).toBeLessThan(0);
    expect(compareValues({ a: 1, b: 2 }, { b: 2, a: 1 })).not.toBe(0);
  });

  test("reads fields that are named like what every object has", () => {
    const [one, two] = [1, 2].map((value) => documentOf([["__proto__", value]]));
    expect(compareValues(one, two)).toBeLessThan(0);
    expect(compareValues({ constructor: 1 }, { constructor: 2 })).toBeLessThan(0);
  });

  test("takes a document for one whatever its fields are called", () => {
    expect(compareValues({ _bsontype: "ObjectId", id: "x" }, new ObjectId())).toBeLessThan(0);
    expect(compareValues({ _bsontype: "MinKey" }, { a: 1 })).toBeGreaterThan(0);
  });

  test("compares numbers of all types as exact fractions", () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (a, b) => {
        expect(Math.sign(compareValues(a, b))).toBe(compareExact(exactOf(a), exactOf(b)));
      }),
      { numRuns: 500 },
    );
  });

  test("is a total order", () => {
    fc.assert(
      fc.property(anyValue, anyValue, anyValue, (a, b, c) => {
        const ab = compareValues(a, b);
        expect(Math.sign(compareValues(b, a))).toBe(-Math.sign(ab) + 0);
        expect(valuesEqual(a, b)).toBe(ab === 0);
        expect(compareValues(a, a)).toBe(0);
        const sorted = [a, b, c].sort(compareValues);
        expect(compareValues(sorted[0], sorted[2])).toBeLessThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});

test("compareForSort takes missing for null", () => {
  expect(compareForSort(undefined, null)).toBe(0);
  expect(compareForSort(undefined, 0)).toBeLessThan(0);
  expect(compareForSort(new MinKey(), undefined)).toBeLessThan(0);
});

test("strings compare as their UTF-8 bytes", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "b", "é", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{10ffff}"),
    maxLength: 4,
  });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareStrings(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 300 },
  );
});
