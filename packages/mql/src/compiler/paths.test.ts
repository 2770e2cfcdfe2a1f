import { describe, expect, test } from "vitest";
import { evaluate } from "../testing/compiled.ts";
import { ObjectId } from "../values/classes.ts";
import type { Document, Value } from "../values/types.ts";
import { pathInDocument } from "./paths.ts";

const id = new ObjectId("0".repeat(24));

describe("field paths", () => {
  test.each<[string, Document, Value]>([
    ["$a", { a: 1 }, 1],
    ["$a", {}, undefined],
    ["$a", { a: null }, null],
    ["$a.b", { a: { b: 5 } }, 5],
    ["$a.b", { a: null }, undefined],
    ["$a.b", { a: "text" }, undefined],
    ["$a.b.c", { a: { b: { c: 7 } } }, 7],
    ["$a.b.c", { a: { b: 7 } }, undefined],
    // Arrays give arrays of what their documents hold; anything else in them is passed over.
    ["$a.b", { a: [{ b: 1 }, { c: 2 }, 3, null, { b: null }] }, [1, null]],
    ["$a.b", { a: [] }, []],
    ["$a.b", { a: [[{ b: 1 }], { b: 2 }] }, [2]],
    ["$a.b.c", { a: [{ b: [{ c: 1 }, { c: 2 }] }, { b: { c: 3 } }] }, [[1, 2], 3]],
    ["$a.b.c", { a: { b: [{ c: 1 }] } }, [1]],
    // A number in a path is a name, not an index.
    ["$a.0", { a: [7, 8] }, []],
    ["$a.0", { a: { 0: 7 } }, 7],
    // Values of the classes of BSON have no fields.
    ["$a.id", { a: id }, undefined],
    ["$a.getTime", { a: new Date(0) }, undefined],
    ["$a.length", { a: "text" }, undefined],
    ["$a.length", { a: [1, 2] }, []],
  ])("%s on %j is %j", (path, document, value) => {
    expect(evaluate(path, document)).toEqual(value);
    expect(pathInDocument(document, path.slice(1).split("."))).toEqual(value);
  });

  const awkward = [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "length",
    "id",
    "_bsontype",
    "value",
    "0",
    "a b",
    "ü",
    "\u2028",
  ];

  test.each(awkward)("a field named %j is read where there is one, and missing where there is none", (name) => {
    const own = JSON.parse(`{${JSON.stringify(name)}: 5}`) as Document;
    expect(evaluate(`$${name}`, own)).toBe(5);
    expect(evaluate(`$${name}`, { x: 1 })).toBe(undefined);
    expect(evaluate(`$a.${name}`, { a: own })).toBe(5);
    expect(evaluate(`$a.${name}`, { a: { x: 1 } })).toBe(undefined);
    expect(evaluate(`$a.${name}.b`, { a: JSON.parse(`{${JSON.stringify(name)}: {"b": 6}}`) as Document })).toBe(6);
    expect(evaluate(`$a.${name}`, { a: [own, {}] })).toEqual([5]);
    expect(evaluate({ $let: { vars: { v: "$a" }, in: `$$v.${name}` } }, { a: own })).toBe(5);
  });

  test.each(awkward)("an object with a field named %j is made", (name) => {
    const expression = JSON.parse(`{${JSON.stringify(name)}: "$a", "z": {${JSON.stringify(name)}: "$b"}}`) as Document;
    const made = evaluate(expression, { a: 1, b: 2 }) as Document;
    expect(JSON.stringify(made)).toBe(
      JSON.stringify(JSON.parse(`{${JSON.stringify(name)}: 1, "z": {${JSON.stringify(name)}: 2}}`)),
    );
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
    expect(Object.keys(evaluate(expression, { a: 1 }) as Document)).toHaveLength(2);
  });
});

test("objects leave missing fields out, arrays have null in their place", () => {
  expect(Object.keys(evaluate({ x: "$a", y: 1, z: "$b" }, { b: 2 }) as Document)).toEqual(["y", "z"]);
  expect(evaluate(["$a", 1, "$b"], { b: 2 })).toEqual([null, 1, 2]);
});
