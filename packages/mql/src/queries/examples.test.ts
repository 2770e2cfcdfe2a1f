import { beforeAll, expect, test } from "vitest";
import { definitionOf } from "../definition/index.ts";
import { loadEverything } from "../loading.ts";
import { TestRecord, testContext } from "../testing/record.ts";
import { compileMatch } from "./match.ts";
import { queryOperators } from "./registry.ts";

beforeAll(loadEverything);

const examples = queryOperators().flatMap(({ name, docs }) =>
  docs.examples.map((example) => [name, JSON.stringify(example.query), JSON.stringify(example.in), example] as const),
);

test.each(examples)("%s: %s on %s", (_name, _query, _in, example) => {
  const compiled = compileMatch(definitionOf(example.query));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  expect(compiled.value(new TestRecord(example.in), testContext)).toBe(example.out);
});
