import { definitionOf, type Value } from "@millrace/mql";
import { expect, test } from "vitest";
import { Report } from "./diagnostics.ts";
import { checkSchema, type OptionSchema } from "./schema.ts";

function check(value: Value, schema: OptionSchema) {
  const report = new Report();
  checkSchema(definitionOf(value), schema, "/0/$stage/option", report);
  return report.problems.map(({ code, pointer, message }) => [code, pointer, message]);
}

const at = "/0/$stage/option";

test.each<[Value, OptionSchema, string | undefined]>([
  [5, { type: "integer", minimum: 1, maximum: 10 }, undefined],
  [11, { type: "integer", maximum: 10 }, "$stage.option must be at most 10"],
  [-1, { type: "integer", minimum: 0 }, "$stage.option must be at least 0"],
  [0, { type: "number", exclusiveMinimum: 0 }, "$stage.option must be more than 0"],
  [1.5, { type: "number" }, undefined],
  [5, { type: "number" }, undefined],
  ["a", { type: "string", pattern: "^[a-z]$" }, undefined],
  ["A", { type: "string", pattern: "^[a-z]$" }, "$stage.option is not of the form ^[a-z]$"],
  ["abc", { type: "string", maxLength: 2 }, "$stage.option must have 2 characters or fewer"],
  ["a", { type: "string", minLength: 2 }, "$stage.option must have 2 characters or more"],
  [true, { const: true }, undefined],
  [false, { const: true }, "$stage.option must be true."],
  [
    "jsn",
    { anyOf: [{ const: "json" }, { const: "string" }] },
    '$stage.option must be one of "json", "string". Did you mean "json"?',
  ],
  [{ a: 1 }, {}, undefined],
])("%j by %j", (value, schema, message) => {
  expect(check(value, schema).map(([, , text]) => text)).toEqual(message === undefined ? [] : [message]);
});

test("a shape that is wrong is 9, an illegal value 72", () => {
  expect(check("5", { type: "integer" })[0]?.[0]).toBe(9);
  expect(check(null, { type: "boolean" })).toEqual([[9, at, "$stage.option must be a boolean, not null"]]);
  expect(check(0, { type: "integer", minimum: 1 })[0]?.[0]).toBe(72);
  expect(check("x", { type: "string", enum: ["a"] })[0]?.[0]).toBe(72);
});

test("elements of an array and other fields of an object are checked where they are", () => {
  expect(check(["a", 5], { type: "array", items: { type: "string" } })).toEqual([
    [9, `${at}/1`, "$stage.option.1 must be a string, not an integer"],
  ]);
  expect(check({ x: 1, y: "2" }, { type: "object", properties: {}, additionalProperties: { type: "string" } })).toEqual([
    [9, `${at}/x`, "$stage.option.x must be a string, not an integer"],
  ]);
  expect(check({ x: 1 }, { type: "object", properties: {}, additionalProperties: true })).toEqual([]);
});

test("of several variants the problems of the nearest one are told", () => {
  const schema: OptionSchema = {
    anyOf: [
      { type: "object", properties: { size: { type: "integer", minimum: 1 } }, required: ["size"] },
      { type: "integer", enum: [0] },
    ],
  };
  expect(check({ size: 0 }, schema)).toEqual([[72, `${at}/size`, "$stage.option.size must be positive"]]);
  expect(check(0, schema)).toEqual([]);
  expect(check("0", schema)).toEqual([[9, at, "$stage.option must be an object or an integer, not a string"]]);
});

test("names are escaped in pointers and are no properties of Object", () => {
  expect(check({ "a/b": 1, constructor: 2 }, { type: "object", properties: { a: {} } }).map(([, pointer]) => pointer)).toEqual([
    `${at}/a~1b`,
    `${at}/constructor`,
  ]);
});

test("a schema that says something unknown is a mistake of whoever wrote it", () => {
  expect(() => check(1, { type: "integer", multipleOf: 2 } as OptionSchema)).toThrow("unknown schema keyword multipleOf");
});
