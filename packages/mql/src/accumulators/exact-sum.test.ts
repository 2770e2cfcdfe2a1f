import fc from "fast-check";
import { expect, test } from "vitest";
import { addDecimals, exactDecimal, type Finite } from "../values/decimal.ts";
import { addDouble, type DoubleSum, type Remainder, roundSum } from "./exact-sum.ts";

const makeMore = (): Remainder => ({ rest: [], special: 0 });

function sumOf(values: readonly number[]): number {
  const sum: DoubleSum = { high: 0, low: 0, more: undefined };
  for (const value of values) addDouble(sum, value, makeMore);
  return roundSum(sum);
}

/** The exact sum in decimal digits, rounded once. */
function reference(values: readonly number[]): number {
  const exact = values.map(exactDecimal).reduce(addDecimals, exactDecimal(0)) as Finite;
  return Number(`${exact.negative ? "-" : ""}${exact.coefficient}e${exact.exponent}`);
}

test.each<[number[], number]>([
  [[], 0],
  [[0.1, 0.2, 0.3], 0.6],
  [[1e16, 1, 1, -1e16], 2],
  [[1e100, 1, -1e100], 1],
  [[1e308, 1, 1e-300, -1e308], 1],
  [[2 ** 53, 1, 2 ** -100], 2 ** 53 + 2],
  [[2 ** 53, 1, -(2 ** -100)], 2 ** 53],
  [[5e-324, 5e-324], 1e-323],
  [[Number.POSITIVE_INFINITY, 1, -1e308], Number.POSITIVE_INFINITY],
  [[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], Number.NaN],
  [[1, Number.NaN], Number.NaN],
  [[1e308, 1e308], Number.POSITIVE_INFINITY],
])("the sum of %j is %d", (values, sum) => {
  expect(sumOf(values)).toBe(sum);
});

test("sums are exact and rounded once, whatever the order", () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, min: -1e200, max: 1e200 }),
    fc.double({ noNaN: true, min: -10, max: 10 }),
    fc.integer(),
    fc.constantFrom(1e16, -1e16, 1e-16, 2 ** 53, 1, -1, 0.5, 1e100, -1e100),
  );
  fc.assert(
    fc.property(fc.array(value, { maxLength: 12 }), (values) => {
      const expected = reference(values) + 0;
      expect(sumOf(values) + 0).toBe(expected);
      expect(sumOf(values.toReversed()) + 0).toBe(expected);
    }),
    { numRuns: 500 },
  );
});
