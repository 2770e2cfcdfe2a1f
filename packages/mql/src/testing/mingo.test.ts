/** A second opinion: on what mingo knows as the database does, both must give the same. */
import fc from "fast-check";
import { Aggregator } from "mingo";
import { expect, test } from "vitest";
import { Double } from "../values/classes.ts";
import { isDocument } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";
import { runStages } from "./compiled.ts";

const plainRecord = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { noNullPrototype: true });

/** Every field is there and has one type: mingo takes null, missing and types beyond JSON in its own way. */
const document = plainRecord({
  i: fc.integer({ min: -20, max: 20 }),
  j: fc.integer({ min: 1, max: 9 }),
  x: fc.integer({ min: -99, max: 99 }).map((n) => n + 0.25),
  s: fc.string({ unit: fc.constantFrom("a", "b", "C", "-"), maxLength: 4 }),
  t: fc.constantFrom("paid", "open"),
  list: fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 4 }),
  items: fc.array(plainRecord({ n: fc.integer({ min: 0, max: 5 }), k: fc.constantFrom("p", "q") }), { maxLength: 3 }),
  o: plainRecord({ p: fc.integer({ min: 0, max: 9 }), q: fc.constantFrom("u", "v"), r: fc.boolean() }),
  // No expression reads these: stages may change their type.
  tags: fc.array(fc.constantFrom("red", "blue"), { maxLength: 2 }),
  extra: plainRecord({ y: fc.integer(), z: fc.integer() }),
});

const { number, flag } = fc.letrec<{ number: Value; flag: Value }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Value>("$i", "$j", "$x", "$o.p", { $size: "$list" }, { $size: "$items.n" }, 3, 0.5),
    fc
      .tuple(fc.constantFrom("$add", "$subtract", "$multiply"), tie("number"), tie("number"))
      .map(([op, a, b]) => ({ [op]: [a, b] })),
    fc.tuple(tie("number"), fc.constantFrom(2, 3, "$j")).map(([a, b]) => ({ $divide: [a, b] })),
    fc.tuple(fc.constantFrom("$abs", "$floor", "$ceil"), tie("number")).map(([op, a]) => ({ [op]: a })),
    fc.tuple(tie("flag"), tie("number"), tie("number")).map((branches) => ({ $cond: branches })),
    tie("number").map((by) => ({ $reduce: { input: "$list", initialValue: by, in: { $add: ["$$value", "$$this"] } } })),
  ),
  flag: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Value>({ $eq: ["$t", "paid"] }, { $in: ["$o.p", "$list"] }, { $in: ["$s", ["a", "b", ""]] }),
    fc
      .tuple(fc.constantFrom("$gt", "$gte", "$lt", "$lte", "$eq", "$ne"), tie("number"), tie("number"))
      .map(([op, a, b]) => ({ [op]: [a, b] })),
    fc
      .tuple(fc.constantFrom("$and", "$or"), fc.array(tie("flag"), { minLength: 1, maxLength: 3 }))
      .map(([op, list]) => ({ [op]: list })),
    tie("flag").map((a) => ({ $not: [a] })),
  ),
}));

const text = fc.oneof(
  fc.constantFrom<Value>("$s", "$t", { $toUpper: "$s" }, { $toLower: "$s" }, { $substrCP: ["$t", 1, 2] }),
  fc.array(fc.constantFrom<Value>("$s", "$t", "$o.q", "-"), { minLength: 1, maxLength: 3 }).map((list) => ({ $concat: list })),
);
const array = fc.oneof(
  number.map((by) => ({ $map: { input: "$list", as: "v", in: { $add: ["$$v", by] } } })),
  number.map((by) => ({ $filter: { input: "$items", as: "v", cond: { $gt: ["$$v.n", by] } } })),
  fc.constantFrom<Value>({ $concatArrays: ["$list", "$items.n"] }, { $split: ["$s", "-"] }, { $range: [0, "$j"] }, "$items.k"),
);
const expression = fc.oneof(number, flag, text, array, plainRecord({ n: number, f: flag }));

const query = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("i", "x", "o.p", "list", "items.n"),
      fc.constantFrom("$gt", "$gte", "$lt", "$lte", "$eq", "$ne"),
      fc.integer({ min: -5, max: 9 }),
    )
    .map(([path, op, v]) => ({ [path]: { [op]: v } })),
  fc.constantFrom<Document>(
    { t: "paid" },
    { s: { $regex: "^a" } },
    { list: { $size: 2 } },
    { items: { $elemMatch: { n: { $gt: 2 }, k: "p" } } },
    { list: { $all: [1, 2] } },
    { $or: [{ t: "open" }, { i: { $mod: [3, 0] } }] },
    { "o.q": { $in: ["u", "w"] } },
    { $nor: [{ i: { $gt: 0 } }, { t: "paid" }] },
    { list: { $not: { $gt: 0 } } },
  ),
  flag.map((value) => ({ $expr: value })),
);

const stage = fc.oneof(
  query.map((given) => ({ $match: given })),
  fc.tuple(fc.constantFrom("new", "o.new"), expression).map(([name, value]) => ({ $addFields: { [name]: value } })),
  fc.constantFrom<Document>({ $unwind: "$tags" }, { $unset: ["o.r", "extra"] }, { $project: { tags: 0, "extra.y": 0 } }),
);
const last = fc.oneof(
  fc.tuple(expression, expression).map(([a, b]) => ({ $project: { i: 1, "o.p": 1, a, b } })),
  expression.map((value) => ({ $replaceWith: { was: "$$ROOT", value } })),
);

/** Doubles as plain numbers, −0 as 0: mingo has one kind of number. */
function plain(value: Value): Value {
  if (value instanceof Double) return value.value + 0;
  if (typeof value === "number") return value + 0;
  if (Array.isArray(value)) return value.map(plain);
  return isDocument(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)])) : value;
}

test("pipelines on plain documents give what mingo gives", () => {
  fc.assert(
    fc.property(
      fc.array(stage, { maxLength: 1 }),
      last,
      fc.array(document, { minLength: 3, maxLength: 3 }),
      (first, second, documents) => {
        const pipeline = [...first, second] as Document[];
        const theirs = new Aggregator(structuredClone(pipeline)).run<Document>(structuredClone(documents));
        const { out, failures } = runStages(pipeline, structuredClone(documents));
        expect(failures).toEqual([]);
        expect(out.map(plain)).toEqual(theirs.map(plain));
      },
    ),
    { numRuns: 300 },
  );
});
