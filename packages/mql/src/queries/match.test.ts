import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Parser, Scope } from "../compiler/parser.ts";
import { Problems } from "../compiler/problems.ts";
import { definitionOf } from "../definition/index.ts";
import { matches, problemsOf } from "../testing/compiled.ts";
import { exact } from "../testing/record.ts";
import { BSONRegExp, BSONSymbol, Decimal128, Double, MaxKey, MinKey, ObjectId } from "../values/classes.ts";
import type { Document, Value } from "../values/types.ts";
import { compileMatch } from "./match.ts";
import { QueryParser } from "./parser.ts";
import { predicateOf } from "./tree.ts";

type Row = readonly [query: Document, matching: readonly Document[], other: readonly Document[]];

const rows: readonly Row[] = [
  // Equality: types of numbers do not matter, field order does, arrays match by item and as a whole.
  [
    { a: 5 },
    [{ a: 5 }, { a: new Double(5) }, { a: 5n }, { a: Decimal128.fromString("5.0") }, { a: [4, 5] }],
    [{ a: "5" }, {}, { a: [[5]] }, { a: { b: 5 } }],
  ],
  [{ a: "x" }, [{ a: "x" }, { a: ["x"] }, { a: new BSONSymbol("x") }], [{ a: "xy" }, { a: null }, {}]],
  [{ a: true }, [{ a: true }, { a: [1, true] }], [{ a: 1 }, { a: "true" }]],
  [{ a: null }, [{}, { a: null }, { a: [1, null] }], [{ a: 0 }, { a: [] }, { a: "" }]],
  [{ a: [1, 2] }, [{ a: [1, 2] }, { a: [[1, 2], 3] }], [{ a: [2, 1] }, { a: 1 }, { a: [1, 2, 3] }]],
  [{ a: [] }, [{ a: [] }, { a: [[]] }], [{}, { a: [1] }]],
  [{ a: { b: 1 } }, [{ a: { b: 1 } }, { a: [{ b: 1 }] }], [{ a: { b: 1, c: 2 } }, { a: {} }]],
  [{ a: {} }, [{ a: {} }], [{}, { a: { b: 1 } }]],
  [{ a: Number.NaN }, [{ a: Number.NaN }, { a: Decimal128.fromString("NaN") }], [{ a: 0 }, { a: null }]],
  [{ a: new Double(-0) }, [{ a: 0 }], [{ a: 1 }]],
  [{ a: 2n ** 62n }, [{ a: 2n ** 62n }], [{ a: 2n ** 62n + 1n }]],
  [{ a: new Date(5) }, [{ a: new Date(5) }], [{ a: 5 }]],
  [{ a: new ObjectId("0".repeat(24)) }, [{ a: new ObjectId("0".repeat(24)) }], [{ a: "0".repeat(24) }]],
  // Several fields, and an empty query.
  [{ a: 1, b: { $gt: 2 } }, [{ a: 1, b: 3 }], [{ a: 1, b: 2 }, { b: 3 }]],
  [{}, [{}, { a: 1 }], []],
  // Comparison brackets.
  [
    { a: { $gt: 5 } },
    [{ a: 6 }, { a: 5.5 }, { a: new Double(7) }, { a: 2n ** 62n }, { a: [1, 6] }, { a: Number.POSITIVE_INFINITY }],
    [{ a: 5 }, { a: "6" }, { a: null }, {}, { a: [1] }, { a: Number.NaN }, { a: new Date(9) }],
  ],
  [
    { a: { $lt: 5 } },
    [{ a: 4 }, { a: Number.NEGATIVE_INFINITY }, { a: 3n }],
    [{ a: 5 }, {}, { a: null }, { a: Number.NaN }, { a: "1" }],
  ],
  [{ a: { $gte: Number.NaN } }, [{ a: Number.NaN }], [{ a: 5 }, { a: null }]],
  [{ a: { $lt: Number.NaN } }, [], [{ a: Number.NaN }, { a: 5 }]],
  [{ a: { $gt: "m" } }, [{ a: "n" }, { a: ["a", "z"] }], [{ a: "m" }, { a: 5 }]],
  [{ a: { $gt: "\uffff" } }, [{ a: "\u{1f600}" }], [{ a: "a" }]],
  [{ a: { $gte: new Date(10) } }, [{ a: new Date(10) }, { a: [new Date(0), new Date(20)] }], [{ a: new Date(9) }, { a: 20 }]],
  [{ a: { $lte: null } }, [{}, { a: null }], [{ a: 0 }]],
  [{ a: { $gt: null } }, [], [{}, { a: null }, { a: 0 }]],
  [{ a: { $gt: false } }, [{ a: true }], [{ a: false }, { a: 1 }]],
  [{ a: { $gt: [1, 2] } }, [{ a: [1, 3] }, { a: [[2]] }], [{ a: [1, 2] }, { a: 5 }]],
  [{ a: { $gt: { b: 1 } } }, [{ a: { b: 2 } }], [{ a: { b: 1 } }, { a: "x" }]],
  [{ a: { $gt: new MinKey() } }, [{ a: 1 }, { a: "x" }, {}], [{ a: new MinKey() }]],
  [{ a: { $lte: new MaxKey() } }, [{ a: 1 }, { a: new MaxKey() }], []],
  [{ a: { $gt: 1, $lt: 5 } }, [{ a: 3 }, { a: [0, 9] }], [{ a: 1 }, { a: [9] }]],
  // Negations are met by missing fields.
  [{ a: { $ne: "x" } }, [{}, { a: "y" }, { a: [] }], [{ a: "x" }, { a: ["x", "y"] }]],
  [{ a: { $not: { $gte: 5 } } }, [{ a: 4 }, {}, { a: "x" }], [{ a: 5 }, { a: [1, 6] }]],
  [{ a: { $nin: [1, null] } }, [{ a: 2 }], [{}, { a: [1] }]],
  [{ $nor: [{ a: 1 }, { b: { $exists: true } }] }, [{ a: 2 }, {}], [{ a: 1 }, { b: null }]],
  // Paths: documents in arrays are entered, numbers are indexes too, arrays inside arrays are not entered.
  [
    { "a.b": 5 },
    [{ a: { b: 5 } }, { a: [{ b: 4 }, { b: 5 }] }, { a: { b: [5] } }, { a: [{ b: [1, 5] }] }],
    [{ a: [[{ b: 5 }]] }, { a: 5 }, { "a.b": 5 }],
  ],
  [{ "a.b.c": 5 }, [{ a: { b: { c: 5 } } }, { a: [{ b: [{ c: 5 }] }] }], [{ a: { b: 5 } }, {}]],
  [{ "a.0": 5 }, [{ a: [5] }, { a: { 0: 5 } }, { a: [{ 0: 5 }] }, { a: [[5]] }], [{ a: [4, 5] }]],
  [{ "a.1.b": 5 }, [{ a: [{}, { b: 5 }] }], [{ a: [{ b: 5 }] }]],
  [
    { "a.b": null },
    [{}, { a: {} }, { a: 5 }, { a: { b: null } }, { a: [{ c: 1 }] }, { a: [{ b: 1 }, {}] }],
    [{ a: [] }, { a: [1, 2] }, { a: [null] }, { a: { b: 4 } }, { a: { b: {} } }],
  ],
  [
    { "a.b": { $exists: false } },
    [{}, { a: 5 }, { a: [] }, { a: [1] }, { a: [{}] }],
    [{ a: { b: null } }, { a: [{ b: 1 }, {}] }],
  ],
  [{ "a.b": { $gt: 1, $lt: 5 } }, [{ a: [{ b: 0 }, { b: 9 }] }, { a: { b: 2 } }], [{ a: { b: 5 } }]],
  [{ "a.length": 1 }, [{ a: { length: 1 } }], [{ a: "x" }, { a: [7] }]],
  [{ "a.id": { $exists: true } }, [{ a: { id: 1 } }], [{ a: new ObjectId() }]],
  [JSON.parse('{"__proto__": 1}') as Document, [JSON.parse('{"__proto__": 1}') as Document], [{}]],
  [{ "a.constructor": { $exists: true } }, [{ a: { constructor: 1 } }], [{ a: {} }, { a: [] }]],
  [{ "": 1 }, [{ "": 1 }], [{}]],
  // The other operators.
  [{ a: { $in: [5, "x", null] } }, [{ a: new Double(5) }, { a: "x" }, {}, { a: [9, "x"] }], [{ a: 6 }, { a: [] }]],
  [{ a: { $in: [[1], { b: 1 }] } }, [{ a: [1] }, { a: { b: 1 } }, { a: [[1]] }], [{ a: 1 }, { a: [2] }]],
  [{ a: { $in: ["x", new BSONRegExp("^ab", "i")] } }, [{ a: "x" }, { a: "ABC" }, { a: ["q", "abc"] }], [{ a: "cab" }, { a: 5 }]],
  [{ a: { $type: ["int", "array"] } }, [{ a: 5 }, { a: [] }, { a: ["x", 5] }], [{ a: 5n }, { a: "x" }, {}]],
  [{ a: { $type: "number" } }, [{ a: 5n }, { a: 0.5 }, { a: Decimal128.fromString("1") }], [{ a: "1" }, {}]],
  [{ a: { $type: -1 } }, [{ a: new MinKey() }], [{ a: 1 }]],
  [{ a: { $size: 0 } }, [{ a: [] }], [{}, { a: [[]] }, { a: "" }]],
  [{ a: { $size: new Double(2) } }, [{ a: [1, 2] }], [{ a: [1] }]],
  [{ "a.b": { $size: 1 } }, [{ a: { b: [1] } }, { a: [{ b: [1, 2] }, { b: [3] }] }], [{ a: { b: [] } }]],
  [
    { a: { $mod: [4.9, 0] } },
    [{ a: 8 }, { a: 8.7 }, { a: 8n }, { a: [1, 4] }, { a: Decimal128.fromString("12.5") }],
    [{ a: 7 }, { a: "8" }, {}, { a: Number.NaN }, { a: Number.POSITIVE_INFINITY }],
  ],
  [{ a: { $all: [1, 2] } }, [{ a: [2, 1, 3] }], [{ a: [1] }, { a: 1 }]],
  [{ a: { $all: [[1, 2]] } }, [{ a: [1, 2] }, { a: [[1, 2]] }], [{ a: [2, 1] }]],
  [
    { a: { $elemMatch: { b: 1, c: 2 } } },
    [{ a: [{ b: 1, c: 2 }] }, { a: [5, { c: 2, b: 1 }] }],
    [{ a: [{ b: 1 }, { c: 2 }] }, { a: { b: 1, c: 2 } }, {}],
  ],
  [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, [{ a: [0, 2, 4] }], [{ a: [1, 3] }, { a: 2 }]],
  [{ a: { $elemMatch: { $elemMatch: { $eq: 1 } } } }, [{ a: [[1]] }], [{ a: [1] }]],
  [{ a: { $elemMatch: { $or: [{ b: 1 }, { b: 2 }] } } }, [{ a: [{ b: 2 }] }], [{ a: [{ b: 3 }] }]],
  [{ a: { $elemMatch: { $not: { $gt: 1 } } } }, [{ a: [1, 5] }], [{ a: [5] }, { a: [] }]],
  [
    { a: { $regex: "b", $options: "i" } },
    [{ a: "ABC" }, { a: ["x", "b"] }, { a: new BSONSymbol("b") }],
    [{ a: "x" }, { a: 5 }, {}],
  ],
  [
    { a: new BSONRegExp("^b", "i") },
    [{ a: "Bc" }, { a: new BSONRegExp("^b", "i") }],
    [{ a: "ab" }, { a: new BSONRegExp("^b", "") }],
  ],
  [{ a: { $not: { $regex: "^b" } } }, [{ a: "ab" }, {}, { a: 5 }], [{ a: "b" }]],
  // Logic.
  [{ $or: [{ a: 1 }, { $and: [{ b: 2 }, { c: 3 }] }] }, [{ a: 1 }, { b: 2, c: 3 }], [{ b: 2 }]],
  [{ $or: [{ a: 1 }], b: 2 }, [{ a: 1, b: 2 }], [{ a: 1 }]],
  [{ $expr: { $eq: ["$a", "$b"] }, c: 1 }, [{ a: 1, b: new Double(1), c: 1 }, { c: 1 }], [{ a: 1, b: 2, c: 1 }, {}]],
  [{ $expr: "$a" }, [{ a: 1 }, { a: [] }], [{ a: 0 }, {}]],
];

describe.each(rows.map((row) => [exact(row[0]), row] as const))("%s", (_, [query, matching, other]) => {
  test("selects what it should", () => {
    expect(matching.filter((document) => !matches(query, document)).map(exact)).toEqual([]);
    expect(other.filter((document) => matches(query, document)).map(exact)).toEqual([]);
  });
});

test("generated code selects what the plain functions select", () => {
  const values: Value[] = [
    undefined,
    null,
    0,
    1,
    5,
    5n,
    new Double(5),
    0.5,
    Number.NaN,
    "x",
    "",
    true,
    [],
    [1, 5],
    ["x", null],
    {},
    { b: 5 },
    { b: [{ c: 5 }] },
    [{ b: 5 }, { c: "x" }],
    new Date(5),
    [[5]],
  ];
  const value = fc.constantFrom(...values);
  const operand = value.filter((v) => v !== undefined && !(v instanceof Date));
  const operator = fc.constantFrom("$eq", "$ne", "$gt", "$gte", "$lt", "$lte");
  const path = fc.constantFrom("a", "a.b", "a.b.c", "a.0", "a.1.b", "a.length", "b", "a.constructor");
  const leaf = fc.oneof(
    fc.tuple(path, operator, operand).map(([p, o, v]) => ({ [p]: { [o]: v } }) as Document),
    fc.tuple(path, fc.array(operand, { maxLength: 3 })).map(([p, list]) => ({ [p]: { $in: list } }) as Document),
    fc.tuple(path, fc.boolean()).map(([p, flag]) => ({ [p]: { $exists: flag } }) as Document),
    fc
      .tuple(path, fc.constantFrom("int", "string", "array", "null", "object"))
      .map(([p, type]) => ({ [p]: { $type: type } }) as Document),
  );
  const query = fc.oneof(
    leaf,
    fc
      .tuple(fc.constantFrom("$and", "$or", "$nor"), fc.array(leaf, { minLength: 1, maxLength: 3 }))
      .map(([o, parts]) => ({ [o]: parts }) as Document),
  );
  fc.assert(
    fc.property(query, fc.array(fc.tuple(value, value), { minLength: 5, maxLength: 5 }), (given, pairs) => {
      const problems = new Problems();
      const accepts = predicateOf(new QueryParser(new Parser(problems), Scope.outermost()).query(definitionOf(given), ""));
      for (const [a, b] of pairs) {
        const document: Document = { ...(a !== undefined && { a }), ...(b !== undefined && { b }) };
        expect([exact(given), exact(document), matches(given, document)]).toEqual([
          exact(given),
          exact(document),
          accepts(document),
        ]);
      }
    }),
    { numRuns: 250 },
  );
});

test("a query of many parts works as one of few", () => {
  const parts = Array.from({ length: 1500 }, (_, index) => ({ a: index, b: { $gt: index } }));
  expect(matches({ $or: parts }, { a: 1400, b: 1401 })).toBe(true);
  expect(matches({ $or: parts }, { a: 1400, b: 1400 })).toBe(false);
  expect(matches({ $and: parts.map(({ a }) => ({ a: { $ne: a } })) }, { a: 1499 })).toBe(false);
  expect(matches({ a: { $in: parts.map(({ a }) => a) } }, { a: 1499 })).toBe(true);
});

describe("problems", () => {
  test.each<[Value, string, string | undefined]>([
    [5, "", undefined],
    [{ a: { $gtt: 5 } }, "/a/$gtt", "$gt"],
    [{ $orr: [] }, "/$orr", "$or"],
    [{ $gt: 5 }, "/$gt", undefined],
    [{ a: { $or: [] } }, "/a/$or", undefined],
    [{ a: { $gt: 1, b: 2 } }, "/a/b", undefined],
    [{ $and: [] }, "/$and", undefined],
    [{ $or: { a: 1 } }, "/$or", undefined],
    [{ $or: [{ a: { $foo: 1 } }] }, "/$or/0/a/$foo", undefined],
    [{ a: { $in: 5 } }, "/a/$in", undefined],
    [{ a: { $in: [{ $gt: 5 }] } }, "/a/$in/0", undefined],
    [{ a: { $size: -1 } }, "/a/$size", undefined],
    [{ a: { $size: "2" } }, "/a/$size", undefined],
    [{ a: { $mod: [0, 1] } }, "/a/$mod/0", undefined],
    [{ a: { $mod: [1] } }, "/a/$mod", undefined],
    [{ a: { $mod: ["x", 1] } }, "/a/$mod/0", undefined],
    [{ a: { $type: "strng" } }, "/a/$type", '"string"'],
    [{ a: { $type: ["int", 99] } }, "/a/$type/1", undefined],
    [{ a: { $type: [] } }, "/a/$type", undefined],
    [{ a: { $not: 5 } }, "/a/$not", "$ne"],
    [{ a: { $ne: new BSONRegExp("x") } }, "/a/$ne", "$not"],
    [{ a: { $gt: new BSONRegExp("x") } }, "/a/$gt", undefined],
    [{ a: { $regex: 5 } }, "/a/$regex", undefined],
    [{ a: { $regex: "(" } }, "/a/$regex", undefined],
    [{ a: { $regex: "x", $options: "q" } }, "/a/$regex", undefined],
    [{ a: { $regex: new BSONRegExp("x", "i"), $options: "m" } }, "/a/$regex", undefined],
    [{ a: { $options: "i" } }, "/a/$options", undefined],
    [{ a: new BSONRegExp("a++", "") }, "/a", undefined],
    [{ a: { $all: 5 } }, "/a/$all", undefined],
    [{ a: { $all: [{ $elemMatch: { b: 1 } }, 5] } }, "/a/$all/1", undefined],
    [{ a: { $elemMatch: 5 } }, "/a/$elemMatch", undefined],
    [{ a: { $elemMatch: { $expr: true } } }, "/a/$elemMatch/$expr", undefined],
    [{ $expr: { $ad: [1] } }, "/$expr/$ad", "$add"],
    [{ $where: "true" }, "/$where", undefined],
  ])("%j", (query, pointer, suggestion) => {
    const [problem, ...more] = problemsOf(compileMatch(definitionOf(query)));
    expect([problem!.pointer, problem!.suggestion, more.length]).toEqual([pointer, suggestion, 0]);
  });

  test("all of them are reported, below the prefix", () => {
    const problems = problemsOf(compileMatch(definitionOf({ a: { $gtt: 1 }, "b/c": { $inn: [] } }), { pointer: "/0/$match" }));
    expect(problems.map(({ pointer }) => pointer)).toEqual(["/0/$match/a/$gtt", "/0/$match/b~1c/$inn"]);
  });

  test("queries nested deeper than 100", () => {
    let condition: Document = { $eq: 1 };
    for (let level = 0; level < 90; level++) condition = { $not: condition };
    expect(compileMatch(definitionOf({ a: condition })).ok).toBe(true);
    for (let level = 0; level < 20; level++) condition = { $not: condition };
    expect(problemsOf(compileMatch(definitionOf({ a: condition })))[0]!.message).toContain("100 deep");
  });
});
