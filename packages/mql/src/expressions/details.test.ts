/** String, array and object operators and variables in more detail than their examples. */
import { describe, expect, test } from "vitest";
import { compileExpression } from "../compiler/expression.ts";
import { definitionOf } from "../definition/index.ts";
import { compiled, documentOf, evaluate, failure } from "../testing/compiled.ts";
import { exact, TestRecord, testContext } from "../testing/record.ts";
import { BSONSymbol, Double } from "../values/classes.ts";
import type { Document, Value } from "../values/types.ts";

type Case = readonly [expression: Value, document: Document, result: Value];

/** A case with its expression and document as text. */
function named(example: readonly Value[]): [string, string, Case] {
  return [exact(example[0]), exact(example[1]), example as unknown as Case];
}

describe("strings", () => {
  test.each(
    [
      [{ $concat: [] }, {}, ""],
      [{ $concat: ["$a", "$b", "$a"] }, { a: "x", b: "" }, "xx"],
      [{ $concat: ["x", "$b", 5] }, {}, null],
      [{ $substrCP: ["$a", 5, 1] }, { a: "abc" }, ""],
      [{ $substrCP: ["$a", 0, 2] }, { a: "\u{1f600}é\u{1f601}" }, "\u{1f600}é"],
      [{ $substrCP: ["$a", new Double(1), 1n] }, { a: "abc" }, "b"],
      [{ $split: ["$a", "ab"] }, { a: "abcab" }, ["", "c", ""]],
      [{ $split: ["$a", "-"] }, { a: "" }, [""]],
      [{ $toLower: "$a" }, { a: new BSONSymbol("ABC") }, "abc"],
      [{ $toUpper: "$a" }, { a: "stra\u00dfe \u00e4" }, "STRA\u00dfE \u00e4"],
      [{ $toString: "$a" }, { a: 1e21 }, "1e+21"],
      [{ $toString: "$a" }, { a: new Double(-0) }, "-0"],
    ].map(named),
  )("%s on %s", (_expression, _document, [expression, document, result]) => {
    expect(exact(evaluate(expression, document))).toBe(exact(result));
  });
});

describe("arrays", () => {
  test.each(
    [
      [{ $arrayElemAt: ["$a", -3] }, { a: [1, 2] }, undefined],
      [{ $arrayElemAt: ["$a", new Double(1)] }, { a: [1, 2] }, 2],
      [{ $arrayElemAt: [[1, 2], "$i"] }, {}, null],
      [{ $in: ["$x", [null, 1]] }, {}, false],
      [{ $in: ["$x", [1, 2, 3, 4, 5, 6, 7, 8, 9, new Double(10)]] }, { x: 10 }, true],
      [{ $in: ["$x", ["a", "b", "c", "d", "e", "f", "g", "h", null]] }, {}, false],
      [{ $in: ["$x", ["a", "b", "c", "d", "e", "f", "g", "h", null]] }, { x: null }, true],
      [{ $in: ["$x", "$a"] }, { x: { b: 1 }, a: [{ b: 1 }] }, true],
      [{ $map: { input: [], in: 1 } }, {}, []],
      [
        {
          $map: { input: "$a", as: "x", in: { $map: { input: "$$x", as: "y", in: { $add: ["$$y", { $size: "$$x" }, "$k"] } } } },
        },
        { a: [[1], [2, 3]], k: 10 },
        [[12], [14, 15]],
      ],
      [
        {
          $filter: { input: "$a", as: "x", cond: { $in: ["$$x", { $map: { input: "$b", as: "x", in: { $add: ["$$x", 1] } } }] } },
        },
        { a: [1, 2, 3], b: [1, 2] },
        [2, 3],
      ],
      [{ $filter: { input: [1, 2, 3], cond: true, limit: 10 } }, {}, [1, 2, 3]],
      [{ $reduce: { input: "$a", initialValue: [], in: { $concatArrays: ["$$value", ["$$this"]] } } }, { a: [1, 2] }, [1, 2]],
      [
        { $reduce: { input: "$a", initialValue: { n: 0 }, in: { n: { $add: ["$$value.n", "$$this.v"] }, was: "$$value.n" } } },
        { a: [{ v: 1 }, { v: 2 }] },
        { n: 3, was: 1 },
      ],
      [{ $reduce: { input: [], initialValue: "$x", in: 1 } }, {}, undefined],
      [
        {
          $reduce: {
            input: [[1, 2], [3]],
            initialValue: 0,
            in: { $add: ["$$value", { $reduce: { input: "$$this", initialValue: 0, in: { $add: ["$$value", "$$this"] } } }] },
          },
        },
        {},
        6,
      ],
      [{ $concatArrays: [] }, {}, []],
      [{ $range: [0, 0] }, {}, []],
      [{ $range: [5, 0, 1] }, {}, []],
      [{ $range: ["$a", 3] }, { a: new Double(1) }, [1, 2]],
      [{ $arrayToObject: [[]] }, {}, {}],
      [
        { $arrayToObject: "$a" },
        {
          a: [
            ["x", 1],
            ["y", 2],
            ["x", 3],
          ],
        },
        { x: 3, y: 2 },
      ],
      [{ $objectToArray: "$a" }, { a: JSON.parse('{"__proto__": 1}') as Document }, [{ k: "__proto__", v: 1 }]],
      [{ $first: "$a.b" }, { a: [{ b: 5 }, { b: 6 }] }, 5],
    ].map(named),
  )("%s on %s", (_expression, _document, [expression, document, result]) => {
    expect(exact(evaluate(expression, document))).toBe(exact(result));
  });

  test("an array of names and values becomes a document, whatever the names", () => {
    const made = evaluate(
      { $arrayToObject: "$a" },
      {
        a: [
          { k: "__proto__", v: 1 },
          { k: "constructor", v: 2 },
        ],
      },
    ) as Document;
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
    expect(JSON.stringify(made)).toBe('{"__proto__":1,"constructor":2}');
  });

  test.each<[Value, Document, number]>([
    [{ $range: [0, 5, "$s"] }, { s: 0 }, 34449],
    [{ $range: [0, 5, "$s"] }, { s: "1" }, 34447],
    [{ $range: [0, 2147483647] }, {}, 17261],
    [{ $arrayToObject: "$a" }, { a: [["x", 1], { k: "x", v: 1 }] }, 40396],
    [{ $arrayToObject: "$a" }, { a: [{ k: "x", v: 1 }, ["x", 1]] }, 40398],
    [{ $arrayToObject: "$a" }, { a: [[1, 1]] }, 40395],
    [{ $arrayToObject: "$a" }, { a: [{ k: 1, v: 1 }] }, 40394],
    [{ $arrayToObject: "$a" }, { a: [{ k: "x", v: 1, z: 1 }] }, 40392],
    [{ $arrayToObject: "$a" }, { a: [["a\0b", 1]] }, 4940400],
  ])("%j on %j is an error", (expression, document, code) => {
    expect(failure(expression, document).code).toBe(code);
  });
});

describe("objects", () => {
  test.each(
    [
      [{ $mergeObjects: [] }, {}, {}],
      [{ $mergeObjects: "$a" }, { a: { x: 1 } }, { x: 1 }],
      [{ $mergeObjects: ["$a", "$b", { z: "$missing" }] }, { a: { x: 1, y: 1 }, b: { x: 2 } }, { x: 2, y: 1 }],
      [{ $getField: "a" }, { a: 5 }, 5],
      [{ $getField: { $concat: ["a", ".b"] } }, { "a.b": 5 }, 5],
      [{ $getField: { field: "b", input: "$a" } }, { a: [{ b: 1 }] }, undefined],
      [{ $getField: { field: "b", input: "$x" } }, {}, undefined],
      [{ $setField: { field: { $literal: "$x" }, input: "$$ROOT", value: "$a" } }, { a: 1 }, { a: 1, $x: 1 }],
      [{ $setField: { field: "x", input: "$a", value: "$missing" } }, { a: { y: 1 } }, { y: 1 }],
    ].map(named),
  )("%s on %s", (_expression, _document, [expression, document, result]) => {
    expect(exact(evaluate(expression, document))).toBe(exact(result));
  });

  test("$mergeObjects gives a document of its own", () => {
    const inner = Object.freeze({ x: 1 });
    const merged = evaluate({ $mergeObjects: ["$a"] }, { a: inner });
    expect(merged).toEqual({ x: 1 });
    expect(merged).not.toBe(inner);
  });
});

describe("variables", () => {
  test.each([
    ["$$ROOT.a", { a: 1 }, 1],
    ["$$CURRENT", { a: 1 }, { a: 1 }],
    ["$$REMOVE", {}, undefined],
    ["$$REMOVE.a", {}, undefined],
    [{ $let: { vars: { x: 1 }, in: { $let: { vars: { x: 2, y: "$$x" }, in: ["$$x", "$$y"] } } } }, {}, [2, 1]],
    [{ $let: { vars: { CURRENT: "$a" }, in: ["$b", "$$ROOT.c"] } }, { a: { b: 1 }, c: 2 }, [1, 2]],
    [{ $let: { vars: {}, in: "$a" } }, { a: 1 }, 1],
    [
      { $map: { input: "$a", as: "x", in: { $let: { vars: { y: "$$x.b" }, in: { $add: ["$$y", "$$y"] } } } } },
      { a: [{ b: 1 }, { b: 2 }] },
      [2, 4],
    ],
    [{ $cond: [{ $expr: { $gt: ["$a", 1] } }, { $expr: "$a" }, 0] }, { a: 2 }, 2],
  ])("%j on %j", (expression, document, result) => {
    expect(exact(evaluate(expression, document))).toBe(exact(result));
  });

  test("$currentDate and $rand take what the context gives, again each time", () => {
    let calls = 0;
    const context = { ...testContext, now: () => 1000 * ++calls, random: () => 0.5 };
    const { evaluate: run } = compiled(
      compileExpression(definitionOf([{ $currentDate: {} }, { $currentDate: {} }, { $rand: {} }])),
    );
    expect(run(new TestRecord({}), context)).toEqual([new Date(1000), new Date(2000), 0.5]);
  });

  test("$meta reads the metadata by path", () => {
    const meta = { source: { type: "kafka", offset: 42, headers: [{ k: "a", v: 1 }] }, window: { start: new Date(0) } };
    const of = (expression: Value) =>
      compiled(compileExpression(definitionOf(expression))).evaluate(new TestRecord({}, meta), testContext);
    expect(of({ $meta: "stream" })).toBe(meta);
    expect(of({ $meta: "stream.source.offset" })).toBe(42);
    expect(of({ $meta: "stream.source.headers.k" })).toEqual(["a"]);
    expect(of({ $meta: "stream.window.end" })).toBe(undefined);
    expect(of({ $map: { input: [1, 2], in: { $add: ["$$this", { $meta: "stream.source.offset" }] } } })).toEqual([43, 44]);
  });

  test("metadata is not made for expressions that do not ask for it", () => {
    const record = {
      doc: { a: 1 },
      get meta(): Document {
        throw new Error("it was read");
      },
      with: () => record,
    } as never;
    expect(
      compiled(compileExpression(definitionOf({ $cond: ["$a", 1, { $meta: "stream" }] }))).evaluate(record, testContext),
    ).toBe(1);
  });

  test("documents without a field give missing, not undefined values", () => {
    expect(documentOf({ a: undefined })).toEqual({});
    expect("x" in (evaluate({ x: { $getField: { field: "q", input: {} } } }) as Document)).toBe(false);
  });
});
