import type { OptionsSpec } from "@millrace/engine";
import type { Document } from "@millrace/mql";
import { expect, test } from "vitest";
import { kafkaSpec } from "./spec.ts";

function problems(spec: OptionsSpec | undefined, options: Document): string[] {
  const found: string[] = [];
  spec?.check?.(options, (code, path, message) => found.push(`${code} /${path.join("/")} ${message}`));
  return found;
}

test("names that Kafka does not take are problems at their place", () => {
  expect(problems(kafkaSpec.source, { topic: "a.b_c-9" })).toEqual([]);
  expect(problems(kafkaSpec.source, { topic: ["ok", "no blanks", ".."] })).toEqual([
    expect.stringMatching(/^72 \/topic\/1 'no blanks': /),
    expect.stringMatching(/^72 \/topic\/2 '\.\.': /),
  ]);
  expect(problems(kafkaSpec.source, { topic: "x".repeat(250) })).toEqual([expect.stringMatching(/at most 249 characters/)]);
});

test("a target may be a name or an expression, nothing else", () => {
  expect(problems(kafkaSpec.sink, { topic: "$to" })).toEqual([]);
  expect(problems(kafkaSpec.sink, { topic: { $concat: ["a", "b"] } })).toEqual([]);
  expect(problems(kafkaSpec.sink, { topic: "a/b" })).toEqual([expect.stringMatching(/^72 \/topic /)]);
  for (const topic of [5, true, null])
    expect(problems(kafkaSpec.sink, { topic })).toEqual([expect.stringMatching(/^9 \/topic /)]);
});

test("a key needs its format", () => {
  expect(problems(kafkaSpec.sink, { topic: "a", config: { key: "$_id" } })).toEqual([
    "72 /config/key config.key requires config.keyFormat",
  ]);
  expect(problems(kafkaSpec.sink, { topic: "a", config: { key: "$_id", keyFormat: "string" } })).toEqual([]);
});

test("a schema registry is told to be missing, on both sides", () => {
  const schemaRegistry = { connectionName: "r" };
  for (const spec of [kafkaSpec.source, kafkaSpec.sink]) {
    expect(problems(spec, { topic: "a", schemaRegistry })).toEqual([
      "72 /schemaRegistry schemaRegistry is not available in this version",
    ]);
  }
});
