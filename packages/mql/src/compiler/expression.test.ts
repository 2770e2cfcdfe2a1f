import { describe, expect, test } from "vitest";
import type { DefNode } from "../definition/index.ts";
import { definitionOf } from "../definition/index.ts";
import { compiled, evaluate, failure, problemsOf } from "../testing/compiled.ts";
import { TestRecord, testContext } from "../testing/record.ts";
import { compileExpression } from "./expression.ts";

describe("problems of a definition", () => {
  test("all of them are reported at once, each with its place", () => {
    const problems = problemsOf(
      compileExpression(definitionOf({ a: { $ad: [1, 2] }, b: { $divide: [1] }, c: ["$$nowhere", "$x..y"] })),
    );
    expect(problems.map(({ pointer, code }) => [pointer, code])).toEqual([
      ["/a/$ad", 9],
      ["/b/$divide", 9],
      ["/c/0", 9],
      ["/c/1", 9],
    ]);
  });

  test("pointers begin with the prefix and are escaped", () => {
    const problems = problemsOf(compileExpression(definitionOf({ "x/y~z": { $foo: 1 } }), { pointer: "/3/$project/a" }));
    expect(problems[0]!.pointer).toBe("/3/$project/a/x~1y~0z/$foo");
  });

  test.each([
    [{ $conact: ["$a", "b"] }, "$concat"],
    [{ $tolower: "$a" }, "$toLower"],
    [{ $substract: [1, 2] }, "$subtract"],
    ["$$RROT", "$$ROOT"],
    [{ $cond: { if: true, then: 1, esle: 2 } }, "else"],
    [{ $dateTrunc: { date: "$a", unit: "days" } }, "day"],
  ])("%j suggests %s", (expression, suggestion) => {
    expect(problemsOf(compileExpression(definitionOf(expression)))[0]).toMatchObject({
      suggestion,
      message: expect.stringContaining(`Did you mean ${suggestion}?`),
    });
  });

  test("a name that resembles nothing gets no suggestion", () => {
    expect(problemsOf(compileExpression(definitionOf({ $frobnicate: 1 })))[0]).not.toHaveProperty("suggestion");
  });

  test.each(["NOW", "CLUSTER_TIME"])("$$%s points to $currentDate", (name) => {
    expect(problemsOf(compileExpression(definitionOf(`$$${name}`)))[0]!.message).toContain("{ $currentDate: {} }");
  });

  test.each(["USER_ROLES", "SEARCH_META"])("$$%s is not available", (name) => {
    expect(problemsOf(compileExpression(definitionOf(`$$${name}`)))[0]!.message).toContain("not available in a stream processor");
  });

  test.each([
    ["two operators in one object", { $add: [1, 2], $subtract: [1, 2] }],
    ["an operator beside a field", { $add: [1, 2], a: 1 }],
    ["a lone dollar sign", "$"],
    ["an empty name in a path", "$a.."],
    ["a dollar sign inside a path", "$a.$b"],
    ["a NUL in a path", "$a\0b"],
    ["a dot in the name of an object expression", { "a.b": 1 }],
    ["too many arguments", { $abs: [1, 2] }],
    ["arguments where none are taken", { $rand: { seed: 1 } }],
    ["a lacking argument", { $filter: { input: "$a" } }],
    ["no branches", { $switch: { branches: [] } }],
    ["a variable's name with a capital", { $let: { vars: { Abc: 1 }, in: "$$Abc" } }],
    ["a variable's name that begins with a digit", { $map: { input: "$a", as: "1x", in: 1 } }],
    ["an `as` that is no string", { $map: { input: "$a", as: 5, in: 1 } }],
    ["another keyword than stream for $meta", { $meta: "textScore" }],
    ["a format with an unknown specifier", { $dateToString: { date: "$a", format: "%Q" } }],
    ["a malformed Extended JSON value", { $add: [{ $oid: "123" } as never, 1] }],
  ])("%s", (_, expression) => {
    const node =
      typeof expression === "object" && "$add" in expression && Array.isArray(expression.$add)
        ? raw(expression)
        : definitionOf(expression);
    expect(problemsOf(compileExpression(node)).length).toBeGreaterThan(0);
  });

  test("an expression nested deeper than 200 is a problem, not an exhausted stack", () => {
    expect(compileExpression(nested(199)).ok).toBe(true);
    expect(problemsOf(compileExpression(nested(5000)))[0]!.message).toContain("200 deep");
  });
});

/** A definition from JSON text, Extended JSON left as it is. */
function raw(value: unknown): DefNode {
  const node = (part: unknown): DefNode => {
    const place = { start: 0, end: 0 };
    if (Array.isArray(part)) return { kind: "array", items: part.map(node), ...place };
    if (typeof part !== "object" || part === null) return { kind: "scalar", value: part as string, raw: "", ...place };
    return {
      kind: "object",
      entries: Object.entries(part).map(([key, item]) => ({ key, keyStart: 0, value: node(item) })),
      ...place,
    };
  };
  return node(value);
}

function nested(levels: number): DefNode {
  let node: DefNode = { kind: "scalar", value: "$a", raw: '"$a"', start: 0, end: 0 };
  for (let level = 0; level < levels; level++) {
    node = { kind: "object", entries: [{ key: "$not", keyStart: 0, value: node }], start: 0, end: 0 };
  }
  return node;
}

describe("what is known of an expression", () => {
  const of = (expression: Parameters<typeof definitionOf>[0]) => compiled(compileExpression(definitionOf(expression)));

  test("a constant is told from what depends on the document, the metadata or the surroundings", () => {
    expect(of({ $add: [1, { $size: [[1, 2]] }] })).toMatchObject({ constant: true, usesMeta: false, usesContext: false });
    expect(of({ $add: [1, "$a"] })).toMatchObject({ constant: false, usesMeta: false, usesContext: false });
    expect(of({ $add: [1, { $meta: "stream.source.offset" }] })).toMatchObject({ constant: false, usesMeta: true });
    expect(of({ $add: [1, { $rand: {} }] })).toMatchObject({ constant: false, usesContext: true });
  });

  test("variables that an operator binds are no dependency", () => {
    expect(of({ $map: { input: [1, 2], in: { $add: ["$$this", 1] } } }).constant).toBe(true);
  });

  test("a constant part that fails is an error of the documents that reach it only", () => {
    const expression = { $cond: ["$a", { $divide: [1, 0] }, "none"] };
    expect(evaluate(expression, { a: false })).toBe("none");
    expect(failure(expression, { a: true }).code).toBe(2);
  });
});

describe("errors at run time", () => {
  test("they name the operator, the offending type and the place", () => {
    expect(failure({ x: { $cond: [true, { $multiply: ["$a", { $add: ["$b", 1] }] }, 0] } }, { a: 1, b: "no" })).toEqual({
      code: 14,
      message: "$add only supports numeric or date types, not string",
      pointer: "/x/$cond/1/$multiply/1/$add",
    });
  });

  test("the place is that of the part that fails, also behind others that did not", () => {
    expect(failure({ $concat: [{ $toUpper: "$a" }, { $substrCP: ["$a", "$b", 1] }] }, { a: "x", b: "y" }).pointer).toBe(
      "/$concat/1/$substrCP",
    );
  });

  test("the place is the innermost one, also where parts have functions of their own", () => {
    const field = (index: number) => ({ $concat: ["$a", { $toString: { $divide: [index, { $subtract: ["$b", index] }] } }] });
    const expression = {
      all: { $mergeObjects: [Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`f${index}`, field(index)]))] },
    };
    expect(failure(expression, { a: "x", b: 70 })).toMatchObject({
      code: 2,
      pointer: "/all/$mergeObjects/0/f70/$concat/1/$toString/$divide",
    });
  });

  test("what JavaScript itself refuses is an error of the document", () => {
    const long = { $concat: Array.from({ length: 40 }, () => "$a") };
    expect(failure(long, { a: "x".repeat(2 ** 24) }).code).toBe(1);
  });
});

describe("variables from outside", () => {
  test("are handed in with every evaluation", () => {
    const expression = compiled(compileExpression(definitionOf({ $add: ["$$limit", "$a"] }), { variables: ["limit"] }));
    expect(expression.evaluate(new TestRecord({ a: 1 }), testContext, { limit: 10 })).toBe(11);
    expect(expression.evaluate(new TestRecord({ a: 1 }), testContext, {})).toBe(null);
  });
});
