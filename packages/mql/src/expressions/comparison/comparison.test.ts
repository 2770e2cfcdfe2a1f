import { expect, test } from "vitest";
import { documentOf, program } from "../../testing/compiled.ts";
import { Binary, BSONRegExp, Code, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";

/** In the manual's order; values in one list are equal. */
const ascending: Value[][] = [
  [new MinKey()],
  [undefined],
  [null],
  [Number.NaN, Decimal128.fromString("NaN")],
  [Number.NEGATIVE_INFINITY],
  [-5_000_000_000, -5_000_000_000n],
  [0, new Double(-0), Decimal128.fromString("0.0")],
  [0.5, Decimal128.fromString("0.50")],
  [5, 5n, new Double(5), Decimal128.fromString("5")],
  [2n ** 62n],
  [Number.POSITIVE_INFINITY],
  [""],
  ["a"],
  ["a\uffff"],
  ["a\u{1f600}"],
  ["b"],
  [{}],
  [{ a: 1 }, { a: new Double(1) }],
  [{ a: 1, b: 0 }],
  [{ b: 1, a: 0 }],
  [[]],
  [[1, 2]],
  [[2]],
  [new Binary(new Uint8Array([1]), 0)],
  [new ObjectId("0".repeat(24))],
  [false],
  [true],
  [new Date(0)],
  [new Date(1)],
  [new Timestamp({ t: 1, i: 0 })],
  [new BSONRegExp("a", "")],
  [new Code("x")],
  [new MaxKey()],
];

const names = ["$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$cmp"];

function results(sign: number): Value[] {
  return [sign === 0, sign !== 0, sign > 0, sign >= 0, sign < 0, sign <= 0, sign];
}

test("every pair compares as the order of types and values says", () => {
  const compare = program(names.map((name) => ({ [name]: ["$a", "$b"] })));
  ascending.forEach((left, i) => {
    ascending.forEach((right, j) => {
      const document = documentOf({ a: left[0], b: right.at(-1) });
      expect([i, j, compare(document)]).toEqual([i, j, results(Math.sign(i - j))]);
    });
  });
});

test("a constant compares as a field does", () => {
  ascending.forEach(([constant], i) => {
    if (constant === undefined) return;
    const fixed = { $literal: constant };
    const right = program(names.map((name) => ({ [name]: ["$v", fixed] })));
    const left = program(names.map((name) => ({ [name]: [fixed, "$v"] })));
    ascending.forEach(([value], j) => {
      const document = documentOf({ v: value });
      expect([i, j, right(document), left(document)]).toEqual([i, j, results(Math.sign(j - i)), results(Math.sign(i - j))]);
    });
  });
});
