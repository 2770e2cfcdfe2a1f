import { describe, expect, test } from "vitest";
import { definitionOf } from "../definition/index.ts";
import { problemsOf, runStages } from "../testing/compiled.ts";
import { exact } from "../testing/record.ts";
import type { Document, Value } from "../values/types.ts";
import { perDocumentStages } from "./registry.ts";
import { compileRun } from "./run.ts";

type Row = readonly [stage: Value, document: Document, result: Document | undefined];

const proto = (text: string) => JSON.parse(text) as Document;

const rows: readonly Row[] = [
  // $match
  [{ $match: { a: 1 } }, { a: 1 }, { a: 1 }],
  [{ $match: { a: 1 } }, { a: 2 }, undefined],
  // $addFields and $set: fields keep their places, new ones come last, missing values take fields away.
  [{ $addFields: { a: 9, z: "$b" } }, { a: 1, b: 2 }, { a: 9, b: 2, z: 2 }],
  [{ $set: { a: "$b", b: "$a" } }, { a: 1, b: 2 }, { a: 2, b: 1 }],
  [{ $addFields: { a: "$missing", n: "$missing" } }, { a: 1, b: 2 }, { b: 2 }],
  [{ $addFields: { a: "$$REMOVE" } }, { b: 1 }, { b: 1 }],
  [{ $addFields: { a: null } }, { a: 1 }, { a: null }],
  [{ $addFields: { "a.b": 1 } }, { a: { c: 2, b: 0 } }, { a: { c: 2, b: 1 } }],
  [{ $addFields: { a: { b: "$x", c: { d: "$x" } } } }, { x: 5, a: { c: 7, e: 8 } }, { x: 5, a: { c: { d: 5 }, e: 8, b: 5 } }],
  [
    { $addFields: { "a.b": "$x" } },
    { x: 1, a: [{ b: 0 }, 5, [{ c: 1 }], null] },
    { x: 1, a: [{ b: 1 }, { b: 1 }, [{ c: 1, b: 1 }], { b: 1 }] },
  ],
  [{ $addFields: { "a.b": "$x" } }, { x: 1 }, { x: 1, a: { b: 1 } }],
  [{ $addFields: { "a.b": "$missing" } }, { a: { b: 1, c: 2 } }, { a: { c: 2 } }],
  [{ $addFields: { "a.b": "$missing" } }, { a: 5 }, { a: {} }],
  [{ $addFields: { "a.b": 1, "a.c": "$a.b" } }, { a: { b: 0 } }, { a: { b: 1, c: 0 } }],
  [{ $addFields: { all: "$$ROOT" } }, { a: 1 }, { a: 1, all: { a: 1 } }],
  [{ $addFields: { a: ["$a", "$missing", { b: "$missing", c: 1 }] } }, { a: 1 }, { a: [1, null, { c: 1 }] }],
  [{ $addFields: { a: { $date: "2024-01-01T00:00:00Z" } } }, {}, { a: new Date("2024-01-01T00:00:00Z") }],
  [proto('{"$addFields": {"__proto__": 1, "constructor": 2}}'), {}, proto('{"__proto__": 1, "constructor": 2}')],
  [proto('{"$addFields": {"__proto__": "$missing", "toString": "$missing"}}'), proto('{"__proto__": 1, "a": 2}'), { a: 2 }],
  // $project that keeps: the document's order, then computed fields in the order of the stage.
  [{ $project: { c: 1, a: 1 } }, { _id: 0, a: 1, b: 2, c: 3 }, { _id: 0, a: 1, c: 3 }],
  [{ $project: { a: 1 } }, { a: 1, _id: 0 }, { a: 1, _id: 0 }],
  [{ $project: { _id: 0, a: true } }, { _id: 0, a: 1, b: 2 }, { a: 1 }],
  [{ $project: { _id: 1 } }, { _id: 0, a: 1 }, { _id: 0 }],
  [{ $project: { a: 1, x: 1 } }, { a: null }, { a: null }],
  [{ $project: { z: "$a", y: { $add: ["$a", 1] }, b: 1 } }, { a: 1, b: 2 }, { b: 2, z: 1, y: 2 }],
  [{ $project: { a: "$b", b: "$a" } }, { a: 1, b: 2 }, { a: 2, b: 1 }],
  [{ $project: { x: "$missing" } }, { _id: 1, a: 1 }, { _id: 1 }],
  [{ $project: { x: "text", y: ["$a", 5], z: { $literal: 1 } } }, { a: 1 }, { x: "text", y: [1, 5], z: 1 }],
  [{ $project: { _id: "$a" } }, { _id: 0, a: 1 }, { _id: 1 }],
  [{ $project: { "a.b": 1 } }, { a: { b: 1, c: 2 }, d: 3 }, { a: { b: 1 } }],
  [{ $project: { a: { b: 1, d: 1 } } }, { a: { d: 4, b: 1, c: 2 } }, { a: { d: 4, b: 1 } }],
  [{ $project: { "a.b": 1 } }, { a: { c: 2 } }, { a: {} }],
  [{ $project: { "a.b": 1 } }, { a: 5 }, {}],
  [{ $project: { "a.b": 1 } }, { a: [{ b: 1, c: 2 }, 5, [{ b: 2 }, 6], {}] }, { a: [{ b: 1 }, [{ b: 2 }], {}] }],
  [{ $project: { "a.b": "$x" } }, { x: 1, a: { b: 0, c: 2 } }, { a: { b: 1 } }],
  [{ $project: { "a.b": 1, "a.n": "$x" } }, { x: 1, a: [{ b: 0, c: 2 }, 5] }, { a: [{ b: 0, n: 1 }, { n: 1 }] }],
  [{ $project: { a: { b: { $add: ["$x", 1] } } } }, { x: 1 }, { a: { b: 2 } }],
  [{ $project: { a: 1n, b: 0.5 } }, { a: 1, b: 2, c: 3 }, { a: 1, b: 2 }],
  [
    proto('{"$project": {"__proto__": 1, "constructor": 1, "a.__proto__": 1}}'),
    proto('{"x": 1, "__proto__": 5, "a": {"__proto__": 6, "b": 1}}'),
    proto('{"__proto__": 5, "a": {"__proto__": 6}}'),
  ],
  // $project that leaves out, and $unset.
  [{ $project: { a: 0 } }, { _id: 0, a: 1, b: 2 }, { _id: 0, b: 2 }],
  [{ $project: { _id: 0 } }, { _id: 0, a: 1 }, { a: 1 }],
  [{ $project: { _id: 1, a: false } }, { _id: 0, a: 1, b: 2 }, { _id: 0, b: 2 }],
  [{ $project: { "a.b": 0 } }, { a: [{ b: 1, c: 2 }, 5, [{ b: 1 }]] }, { a: [{ c: 2 }, 5, [{}]] }],
  [{ $project: { a: { b: 0 } } }, { a: 5 }, { a: 5 }],
  [{ $unset: "a" }, { a: 1, b: 2 }, { b: 2 }],
  [{ $unset: ["a", "b.c"] }, { a: 1, b: { c: 1, d: 2 } }, { b: { d: 2 } }],
  [{ $unset: ["x", "constructor"] }, { a: 1 }, { a: 1 }],
  [proto('{"$unset": ["__proto__"]}'), proto('{"__proto__": 1, "a": 2}'), { a: 2 }],
  // $replaceRoot, $replaceWith
  [{ $replaceRoot: { newRoot: "$a" } }, { a: { b: 1 } }, { b: 1 }],
  [{ $replaceWith: { $mergeObjects: [{ x: 0 }, "$a"] } }, { a: { b: 1 } }, { x: 0, b: 1 }],
  [{ $replaceWith: { $literal: { $x: 1 } } }, {}, { $x: 1 }],
];

test.each(rows.map((row) => [exact(row[0]), exact(row[1]), row] as const))(
  "%s on %s",
  (_stage, _document, [stage, document, result]) => {
    const { out, failures } = runStages([stage], [structuredClone(document)]);
    expect(failures).toEqual([]);
    expect(out.map(exact)).toEqual(result === undefined ? [] : [exact(result)]);
    for (const made of out) expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
  },
);

describe("$unwind", () => {
  test.each<[Value, Document, Document[]]>([
    [
      "$a",
      { _id: 1, a: [1, 2], b: 3 },
      [
        { _id: 1, a: 1, b: 3 },
        { _id: 1, a: 2, b: 3 },
      ],
    ],
    ["$a", { a: 5 }, [{ a: 5 }]],
    ["$a", { a: { b: 1 } }, [{ a: { b: 1 } }]],
    ["$a", { a: [] }, []],
    ["$a", { a: null }, []],
    ["$a", {}, []],
    ["$a", { a: [null, [1]] }, [{ a: null }, { a: [1] }]],
    ["$a.b", { a: { b: [1, 2], c: 3 } }, [{ a: { b: 1, c: 3 } }, { a: { b: 2, c: 3 } }]],
    ["$a.b", { a: [{ b: [1] }] }, []],
    [{ path: "$a", preserveNullAndEmptyArrays: true }, { a: [], b: 1 }, [{ b: 1 }]],
    [{ path: "$a", preserveNullAndEmptyArrays: true }, { a: null }, [{ a: null }]],
    [{ path: "$a", preserveNullAndEmptyArrays: true }, { b: 1 }, [{ b: 1 }]],
    [{ path: "$a.b", preserveNullAndEmptyArrays: true }, { a: { b: [], c: 1 } }, [{ a: { c: 1 } }]],
    [
      { path: "$a", includeArrayIndex: "i" },
      { a: ["x", "y"] },
      [
        { a: "x", i: 0n },
        { a: "y", i: 1n },
      ],
    ],
    [{ path: "$a", includeArrayIndex: "i" }, { a: "x" }, [{ a: "x", i: null }]],
    [{ path: "$a", includeArrayIndex: "p.i" }, { a: ["x"], p: { q: 1 } }, [{ a: "x", p: { q: 1, i: 0n } }]],
    [{ path: "$a", includeArrayIndex: "i", preserveNullAndEmptyArrays: true }, { a: [] }, [{ i: null }]],
    ["$__proto__", proto('{"__proto__": [1, 2]}'), [proto('{"__proto__": 1}'), proto('{"__proto__": 2}')]],
    ["$constructor", {}, []],
  ])("%j on %j", (stage, document, results) => {
    expect(runStages([{ $unwind: stage }], [document]).out.map(exact)).toEqual(results.map(exact));
  });
});

describe("problems", () => {
  test.each<[Value, string, number]>([
    [{ $mach: {} }, "/0/$mach", 9],
    [{ $match: {}, $set: { a: 1 } }, "/0", 9],
    [5, "/0", 9],
    [{ $addFields: {} }, "/0/$addFields", 9],
    [{ $addFields: { a: {} } }, "/0/$addFields/a", 9],
    [{ $addFields: { "a..b": 1 } }, "/0/$addFields/a..b", 9],
    [{ $addFields: { $a: 1 } }, "/0/$addFields/$a", 9],
    [{ $addFields: { a: 1, "a.b": 2 } }, "/0/$addFields/a.b", 72],
    [{ $addFields: { a: { "b.c": 1 } } }, "/0/$addFields/a/b.c", 9],
    [{ $set: { a: { $ad: [1] } } }, "/0/$set/a/$ad", 9],
    [{ $project: {} }, "/0/$project", 9],
    [{ $project: { a: 1, b: 0 } }, "/0/$project/b", 72],
    [{ $project: { a: 0, b: 1 } }, "/0/$project/b", 72],
    [{ $project: { a: 0, b: "$c" } }, "/0/$project/b", 72],
    [{ $project: { "a.b": 1, a: 1 } }, "/0/$project/a", 72],
    [{ $project: { a: {} } }, "/0/$project/a", 9],
    [{ $project: { "": 1 } }, "/0/$project/", 9],
    [{ $unset: [] }, "/0/$unset", 9],
    [{ $unset: [1] }, "/0/$unset/0", 9],
    [{ $unset: "$a" }, "/0/$unset", 9],
    [{ $replaceRoot: "$a" }, "/0/$replaceRoot", 9],
    [{ $replaceRoot: { newroot: "$a" } }, "/0/$replaceRoot/newroot", 9],
    [{ $unwind: "a" }, "/0/$unwind", 9],
    [{ $unwind: "$$ROOT" }, "/0/$unwind", 9],
    [{ $unwind: { path: "$a", includeArrayIndex: "$i" } }, "/0/$unwind/includeArrayIndex", 9],
    [{ $unwind: { path: "$a", preserveNullAndEmptyArrays: 1 } }, "/0/$unwind/preserveNullAndEmptyArrays", 9],
    [{ $match: { a: { $gtt: 1 } } }, "/0/$match/a/$gtt", 9],
  ])("%j", (stage, pointer, code) => {
    expect(problemsOf(compileRun([definitionOf(stage)]))[0]).toMatchObject({ pointer, code });
  });

  test("of all stages at once, counted from the first index", () => {
    const stages = [{ $mach: {} }, { $set: { a: { $ad: 1 } } }, { $match: { $foo: 1 } }].map(definitionOf);
    const problems = problemsOf(compileRun(stages, { pointer: "/pipeline", firstIndex: 3 }));
    expect(problems.map(({ pointer }) => pointer)).toEqual([
      "/pipeline/3/$mach",
      "/pipeline/4/$set/a/$ad",
      "/pipeline/5/$match/$foo",
    ]);
  });

  test("a misspelt stage is recognised", () => {
    expect(problemsOf(compileRun([definitionOf({ $adFields: { a: 1 } })]))[0]!.suggestion).toBe("$addFields");
  });
});

test("the names of the stages are known", () => {
  expect(perDocumentStages).toEqual([
    "$addFields",
    "$match",
    "$project",
    "$redact",
    "$replaceRoot",
    "$replaceWith",
    "$set",
    "$unset",
    "$unwind",
  ]);
});
