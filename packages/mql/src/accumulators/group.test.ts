import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Document, decodeBson, definitionOf, encodeBson, type Value } from "../index.ts";
import { loadEverything } from "../loading.ts";
import type { Carrier } from "../record.ts";
import { exact } from "../testing/record.ts";
import { Decimal128, Double } from "../values/classes.ts";
import { makeDouble } from "../values/numbers.ts";
import { compileGroup, type GroupEntry, type GroupKey, type GroupProgram } from "./group.ts";
import { accumulatorsByName } from "./registry.ts";

beforeAll(loadEverything);

const context = { now: () => 0, random: () => 0, objectId: () => "0".repeat(24) };

const record = (doc: Document): Carrier => ({ doc, meta: { source: { type: "test" } }, with: (other) => record(other) as never });

function program(spec: Document): GroupProgram {
  const compiled = compileGroup(definitionOf(spec));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value;
}

function problems(spec: Value) {
  const compiled = compileGroup(definitionOf(spec), { pointer: "/0/$group" });
  return compiled.ok ? [] : compiled.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
}

function fill(group: GroupProgram, documents: readonly Document[], start = 0): Map<GroupKey, GroupEntry> {
  const groups = new Map<GroupKey, GroupEntry>();
  for (const [index, doc] of documents.entries()) group.add(groups, record(doc), start + index, context);
  return groups;
}

function group(spec: Document, documents: readonly Document[]): Document[] {
  const compiled = program(spec);
  return [...fill(compiled, documents).values()].map((entry) => compiled.result(entry));
}

/** Through the encoding and real BSON bytes, as a checkpoint does it. */
function stored(compiled: GroupProgram, groups: Map<GroupKey, GroupEntry>): Map<GroupKey, GroupEntry> {
  return new Map(
    [...groups.values()].map((entry) => {
      const copy = compiled.decode(decodeBson(encodeBson({ v: compiled.encode(entry) })).v);
      return [copy.key, copy] as const;
    }),
  );
}

describe("examples of every accumulator", () => {
  for (const spec of accumulatorsByName.values()) {
    for (const example of spec.docs.examples) {
      test(`${spec.name}: ${JSON.stringify(example.accumulator)}`, () => {
        expect(group({ _id: null, x: example.accumulator }, example.in)).toEqual([{ _id: null, x: example.out }]);
      });
    }
  }
});

test("the worked example of engine.md 4.9", () => {
  const documents = [
    { d: "a", w: 5 },
    { d: "b", w: 1 },
    { d: "a", w: 7 },
  ];
  expect(group({ _id: "$d", avg: { $avg: "$w" } }, documents)).toEqual([
    { _id: "a", avg: new Double(6) },
    { _id: "b", avg: new Double(1) },
  ]);
});

test("groups come in order of first arrival; the first value seen names the group", () => {
  expect(group({ _id: "$a", n: { $sum: 1 } }, [{ a: "z" }, { a: 5 }, { a: new Double(5) }, { a: 5n }, { a: "b" }])).toEqual([
    { _id: "z", n: 1 },
    { _id: 5, n: 3 },
    { _id: "b", n: 1 },
  ]);
});

test("missing and null are one group as a bare _id, and two inside a compound one", () => {
  expect(group({ _id: "$a", n: { $sum: 1 } }, [{}, { a: null }])).toEqual([{ _id: null, n: 2 }]);
  expect(group({ _id: { a: "$a" }, n: { $sum: 1 } }, [{}, { a: null }])).toEqual([
    { _id: {}, n: 1 },
    { _id: { a: null }, n: 1 },
  ]);
});

test("compound keys: equal numbers are one group, no two texts run together", () => {
  const documents = [
    { a: "x", b: 1 },
    { a: "x", b: new Double(1) },
    { a: "x", b: Decimal128.fromString("1.0") },
    { a: "x1:b", b: 1 },
    { a: -0, b: 0 },
    { a: new Double(-0), b: 0 },
  ];
  expect(group({ _id: { a: "$a", b: "$b" }, n: { $sum: 1 } }, documents).map((result) => result.n)).toEqual([3, 1, 2]);
});

test("names of Object.prototype are ordinary group keys and field names", () => {
  const documents = ["__proto__", "constructor", "__proto__", "toString", ""].map((a) => ({ a }));
  expect(group({ _id: "$a", n: { $sum: 1 } }, documents).map(({ _id, n }) => [_id, n])).toEqual([
    ["__proto__", 2],
    ["constructor", 1],
    ["toString", 1],
    ["", 1],
  ]);
  const [result] = group({ _id: null, ["__proto__"]: { $sum: 1 }, constructor: { $sum: 2 } } as Document, [{}]);
  expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  expect(result!.constructor).toBe(2);
});

test("sums of doubles are compensated", () => {
  const documents = [{ a: 1e16 }, ...Array.from({ length: 10 }, () => ({ a: 0.5 })), { a: -1e16 }];
  expect(group({ _id: null, s: { $sum: "$a" }, m: { $avg: "$a" } }, documents)).toEqual([
    { _id: null, s: new Double(5), m: 5 / 12 },
  ]);
  expect(
    group(
      { _id: null, s: { $sum: "$a" } },
      [0.1, 0.2, 0.3].map((a) => ({ a })),
    ),
  ).toEqual([{ _id: null, s: 0.6 }]);
});

test("the sum has the widest type of its numbers", () => {
  const sumOf = (...values: Value[]) =>
    group(
      { _id: null, s: { $sum: "$a" } },
      values.map((a) => ({ a })),
    )[0]!.s;
  expect(sumOf(2147483647, 1)).toBe(2147483648);
  expect(sumOf(1, 2n)).toBe(3n);
  expect(sumOf(1, new Double(2))).toEqual(new Double(3));
  expect(sumOf(9223372036854775807n, 1n)).toBe(2 ** 63);
  expect(sumOf(9223372036854775807n, 1n, -1n)).toBe(9223372036854775807n);
  expect(String(sumOf(1, Decimal128.fromString("0.1"), new Double(0.5)))).toBe("1.6");
  expect(sumOf(1, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  expect(sumOf(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toBeNaN();
});

test("minimum and maximum compare across types; NaN is the smallest number", () => {
  const documents = [{ a: 3 }, { a: Number.NaN }, { a: 7n }, { a: 2.5 }, { a: new Double(7) }];
  expect(group({ _id: null, low: { $min: "$a" }, high: { $max: "$a" } }, documents)).toEqual([
    { _id: null, low: Number.NaN, high: 7n },
  ]);
  expect(group({ _id: null, high: { $max: "$a" } }, [{ a: Number.NaN }, { a: 1 }])).toEqual([{ _id: null, high: 1 }]);
});

test("of equal values the one that arrived first counts, whatever is merged into what", () => {
  const compiled = program({ _id: "$k", low: { $min: "$a" }, high: { $max: "$a" } });
  const early = [...fill(compiled, [{ k: 1, a: new Double(5) }], 0).values()][0]!;
  const late = [...fill(compiled, [{ k: new Double(1), a: 5 }], 1).values()][0]!;
  compiled.merge(late, early);
  expect(compiled.result(late)).toEqual({ _id: 1, low: new Double(5), high: new Double(5) });
});

test("a failing argument changes nothing, and names its place", () => {
  const compiled = program({ _id: "$k", n: { $sum: 1 }, m: { $mergeObjects: "$m" } });
  const groups = fill(compiled, [{ k: 1, m: { a: 1 } }]);
  expect(() => compiled.add(groups, record({ k: 2, m: 5 }), 1, context)).toThrow(
    expect.objectContaining({ code: 40400, pointer: "/m/$mergeObjects" }),
  );
  expect(() => compiled.add(groups, record({ k: 1, m: "x" }), 1, context)).toThrow();
  expect([...groups.values()].map((entry) => compiled.result(entry))).toEqual([{ _id: 1, n: 1, m: { a: 1 } }]);
});

test("metadata may be the key", () => {
  const compiled = program({ _id: { $meta: "stream.source.type" }, n: { $sum: 1 } });
  expect(compiled.usesMeta).toBe(true);
  expect([...fill(compiled, [{}, {}]).values()].map((entry) => compiled.result(entry))).toEqual([{ _id: "test", n: 2 }]);
});

test("a group of many accumulators works as one of few", () => {
  const indexes = Array.from({ length: 100 }, (_, index) => index);
  const fields = indexes.flatMap((index) => [
    [`sum${index}`, { $sum: { $multiply: ["$a", index] } }],
    [`low${index}`, { $min: { $subtract: ["$a", index] } }],
  ]);
  const [result] = group({ _id: null, ...Object.fromEntries(fields), ["__proto__"]: { $count: {} } }, [
    { a: 1 },
    { a: 2 },
    { a: 0.5 },
  ]);
  expect(result).toMatchObject({ sum0: new Double(0), sum7: 24.5, sum99: 346.5, low0: 0.5, low99: -98.5 });
  expect(Object.keys(result!)).toHaveLength(202);
});

test("growing accumulators count the memory they take", () => {
  const compiled = program({ _id: null, all: { $push: "$a" } });
  const [small] = fill(compiled, [{ a: "x" }]).values();
  const [large] = fill(compiled, [{ a: "x".repeat(1000) }]).values();
  expect(large!.bytes - small!.bytes).toBe(2 * 999);
});

test("all problems are told, with their places", () => {
  expect(problems({ a: { $sum: 1 } })).toEqual([expect.stringMatching(/^\/0\/\$group: \$group lacks the field '_id'/)]);
  expect(problems({ _id: null, a: { $summ: 1 }, b: 5, c: { $sum: { $ad: [1] } }, "d.e": { $sum: 1 }, f: { $count: 1 } })).toEqual(
    [
      "/0/$group/a/$summ: Unknown group operator $summ. Did you mean $sum?",
      expect.stringMatching(/^\/0\/\$group\/b: The field 'b' of \$group must be an accumulator/),
      "/0/$group/c/$sum/$ad: Unknown expression operator $ad. Did you mean $add?",
      expect.stringMatching(/^\/0\/\$group\/d.e: The field name 'd.e'/),
      expect.stringMatching(/^\/0\/\$group\/f\/\$count: \$count takes no arguments/),
    ],
  );
  expect(problems(5)).toHaveLength(1);
});

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.integer(),
  fc.integer({ min: -5, max: 5 }),
  fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .filter((n) => !Number.isSafeInteger(Number(n)) || BigInt(Number(n) | 0) === n),
  fc.double({ noNaN: false }).filter((n) => !Number.isSafeInteger(n) || Math.abs(n) > 2 ** 31),
  fc.integer().map((n) => new Double(n)),
  fc.constantFrom("a", "b", null, true, undefined),
  fc.constantFrom<Value>(Decimal128.fromString("0.1"), Decimal128.fromString("-1E+30"), Number.POSITIVE_INFINITY),
);

test("any split, merge and encoding gives what one run gives", () => {
  const compiled = program({
    _id: "$k",
    n: { $count: {} },
    sum: { $sum: "$v" },
    avg: { $avg: "$v" },
    doubles: { $sum: "$whole" },
    mean: { $avg: "$whole" },
    low: { $min: "$v" },
    high: { $max: "$v" },
    first: { $first: "$v" },
    last: { $last: "$v" },
    all: { $push: "$v" },
    set: { $addToSet: "$v" },
    merged: { $mergeObjects: "$o" },
  });
  const document = fc
    .record({
      k: fc.constantFrom(1, "x", null),
      v: value,
      whole: fc.oneof(
        fc.integer(),
        fc.double({ noNaN: true, min: -1e30, max: 1e30 }).map((n) => makeDouble(n)),
      ),
      o: fc.dictionary(fc.constantFrom("a", "b", "__proto__"), fc.integer(), { noNullPrototype: true }),
    })
    .map(({ v, ...rest }): Document => (v === undefined ? rest : { v, ...rest }));
  fc.assert(
    fc.property(fc.array(fc.tuple(document, fc.integer({ min: 0, max: 2 })), { maxLength: 30 }), (records) => {
      const documents = records.map(([doc]) => doc);
      const straight = [...fill(compiled, documents).values()].map((entry) => compiled.result(entry));
      // Three parts that take the records in turns, stored and restored on the way, then merged.
      let parts = [0, 1, 2].map(() => new Map<GroupKey, GroupEntry>());
      for (const [sequence, [doc, part]] of records.entries()) {
        compiled.add(parts[part]!, record(doc), sequence, context);
        if (sequence % 7 === 6) parts = parts.map((groups) => stored(compiled, groups));
      }
      const merged = new Map<GroupKey, GroupEntry>();
      for (const entry of parts.flatMap((groups) => [...stored(compiled, groups).values()])) {
        const own = merged.get(entry.key);
        if (own === undefined) merged.set(entry.key, entry);
        else compiled.merge(own, entry);
      }
      const results = [...merged.values()].sort((a, b) => a.seq - b.seq).map((entry) => compiled.result(entry));
      expect(results.map(exact)).toEqual(straight.map(exact));
    }),
    { numRuns: 300 },
  );
});
