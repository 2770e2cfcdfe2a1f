import { expect, test } from "vitest";
import { evaluate } from "../../testing/compiled.ts";
import { Decimal128, Double, ObjectId } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";

const falsy: Value[] = [false, null, undefined, 0, 0n, new Double(0), new Double(-0), Decimal128.fromString("0.00")];
const truthy: Value[] = [
  true,
  1,
  -1n,
  0.5,
  Number.NaN,
  new Double(3),
  Decimal128.fromString("NaN"),
  "",
  "false",
  [],
  {},
  new Date(0),
  new ObjectId(),
];

test.each([...falsy.map((value) => [value, false] as const), ...truthy.map((value) => [value, true] as const)])(
  "%s counts as %s",
  (value, expected) => {
    const document = value === undefined ? {} : { a: value };
    expect(evaluate({ $and: ["$a"] }, document)).toBe(expected);
    expect(evaluate({ $or: ["$a"] }, document)).toBe(expected);
    expect(evaluate({ $not: "$a" }, document)).toBe(!expected);
    expect(evaluate({ $cond: ["$a", true, false] }, document)).toBe(expected);
    expect(evaluate({ $switch: { branches: [{ case: "$a", then: true }], default: false } }, document)).toBe(expected);
    expect(evaluate({ $filter: { input: [1], cond: "$a" } }, document)).toEqual(expected ? [1] : []);
    expect(evaluate({ $toBool: "$a" }, document)).toBe(value === null || value === undefined ? null : expected);
  },
);

const fails = { $divide: [1, "$zero"] };

test.each<[Value, Value]>([
  [{ $and: [false, fails] }, false],
  [{ $or: [true, fails] }, true],
  [{ $cond: [true, 1, fails] }, 1],
  [{ $ifNull: ["$zero", fails] }, 0],
  [
    {
      $switch: {
        branches: [
          { case: true, then: 1 },
          { case: fails, then: 2 },
        ],
        default: fails,
      },
    },
    1,
  ],
  [{ $convert: { input: "$zero", to: "string", onError: fails, onNull: fails } }, "0"],
])("%j evaluates only what it needs", (expression, result) => {
  expect(evaluate(expression, { zero: 0 })).toBe(result);
});

test("long lists decide as short ones do", () => {
  const conditions = Array.from({ length: 300 }, (_, index) => ({ $ne: ["$a", index] }));
  expect(evaluate({ $and: conditions }, { a: 300 })).toBe(true);
  expect(evaluate({ $and: conditions }, { a: 299 })).toBe(false);
  expect(evaluate({ $or: conditions.map((condition) => ({ $not: condition })) }, { a: 150 })).toBe(true);
  const branches = Array.from({ length: 300 }, (_, index) => ({ case: { $eq: ["$a", index] }, then: index * 2 }));
  expect(evaluate({ $switch: { branches, default: "none" } }, { a: 257 })).toBe(514);
  expect(evaluate({ $switch: { branches, default: "none" } }, { a: 300 })).toBe("none");
  expect(evaluate({ $ifNull: [...Array.from({ length: 100 }, () => "$x"), "$a"] }, { a: 1 })).toBe(1);
});

test("$ifNull gives missing where all are missing, null where the last is null", () => {
  expect(evaluate({ $ifNull: ["$a", "$b"] })).toBe(undefined);
  expect(evaluate({ $ifNull: ["$a", null] })).toBe(null);
  expect(evaluate({ $ifNull: [null, "$a", 0] }, { a: false })).toBe(false);
});
