import { parseDefinition, writeDefinition } from "@millrace/mql";
import { expect, test } from "vitest";
import { mergeJson, parseJsonObject, Verbatim, writeJson } from "./json.ts";

test("names are written in order, undefined is left out, nothing else changes", () => {
  expect(writeJson({ b: 1, a: undefined, _id: null, A: [{ d: true, c: "x\n" }], e: {} })).toBe(
    '{"A":[{"c":"x\\n","d":true}],"_id":null,"b":1,"e":{}}',
  );
});

test("verbatim parts keep their order and numbers, also indented", () => {
  const text = '[{"$match":{"b":5.0,"a":1e3,"10":1,"2":12345678901234567890}}]';
  expect(writeJson({ z: 1, pipeline: new Verbatim(text) })).toBe(`{"pipeline":${text},"z":1}`);
  const pretty = writeJson({ pipeline: new Verbatim(text) }, true);
  expect(pretty).toContain('\n  "pipeline": [\n    {\n      "$match": {\n        "b": 5.0,\n');
  expect(writeDefinition(parseDefinition(pretty))).toBe(`{"pipeline":${text}}`);
});

test("pretty is JSON.stringify's layout", () => {
  const value = { a: [1, { b: [] }], c: {}, d: "" };
  expect(writeJson(value, true)).toBe(JSON.stringify(value, null, 2));
});

test("merging goes object by object and knows no prototypes", () => {
  const base = parseJsonObject('{"a":{"x":1,"y":2},"l":[1]}');
  const merged = mergeJson(
    base,
    parseJsonObject('{"a":{"y":3,"__proto__":{"polluted":true}},"l":[],"constructor":{"prototype":1}}'),
  );
  expect(writeJson(merged)).toBe('{"a":{"__proto__":{"polluted":true},"x":1,"y":3},"constructor":{"prototype":1},"l":[]}');
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect(writeJson(base)).toBe('{"a":{"x":1,"y":2},"l":[1]}');
});
