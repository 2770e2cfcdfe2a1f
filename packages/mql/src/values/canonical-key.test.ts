import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyNumber, anyValue } from "../testing/arbitrary-values.ts";
import { canonicalKey } from "./canonical-key.ts";
import { Binary, Code, Decimal128, Double, UUID } from "./classes.ts";
import { compareValues } from "./compare.ts";
import type { Value } from "./types.ts";

/** Keys are used in a Map: NaN is one key, and so are 0 and −0. */
function sameKey(a: Value, b: Value): boolean {
  return new Map([[canonicalKey(a), true]]).has(canonicalKey(b));
}

describe("canonicalKey", () => {
  test.each<[Value, Value]>([
    [5, 5n],
    [5, new Double(5)],
    [5, new Decimal128("5.0")],
    [0, new Double(-0)],
    [0, new Decimal128("-0E+10")],
    [Number.NaN, new Decimal128("NaN")],
    [2 ** 60, 2n ** 60n],
    [2n ** 53n + 1n, new Decimal128("9007199254740993.0")],
    [undefined, null],
    [
      { a: 5, b: [1n] },
      { a: new Double(5), b: [1] },
    ],
    [new Date(7), new Date(7)],
  ])("%o and %o are one group", (a, b) => {
    expect(sameKey(a, b)).toBe(true);
  });

  test.each<[Value, Value]>([
    [5, "5"],
    [null, "null"],
    [null, "\0n"],
    ["\0sx", "\0\0sx"],
    [{ a: null }, {}],
    [[null], [undefined]],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [{ a: "1" }, { a: 1 }],
    [
      ["ab", "c"],
      ["a", "bc"],
    ],
    [["a", "b"], ["asb"]],
    [["a", "b"], ["a1:b"]],
    [[1, 2], [12]],
    [{ a: { b: 1 } }, { a: {}, b: 1 }],
    [new Date(7), 7],
    [true, 1],
    [new Decimal128("0.1"), 0.1],
    [2n ** 53n + 1n, 2 ** 53],
    [new Binary(new Uint8Array(16), 0), new UUID(new Uint8Array(16))],
    [new Code("a"), new Code("a", {})],
  ])("%o and %o are two groups", (a, b) => {
    expect(sameKey(a, b)).toBe(false);
  });

  test("a string and a number are their own keys", () => {
    expect(canonicalKey("Oslo")).toBe("Oslo");
    expect(canonicalKey(42)).toBe(42);
  });

  test("keys are the same exactly where values compare equal", () => {
    const pair = fc.oneof(
      fc.tuple(anyValue, anyValue),
      fc.tuple(anyNumber, anyNumber),
      anyValue.map((value) => [value, value] as const),
    );
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(sameKey(a, b)).toBe(compareValues(a, b) === 0);
        expect(sameKey([a], [b])).toBe(compareValues(a, b) === 0);
      }),
      { numRuns: 500 },
    );
  });
});
