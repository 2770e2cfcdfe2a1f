import { describe, expect, test } from "vitest";
import { definitionOf } from "../definition/index.ts";
import { stagesByName } from "../stages/registry.ts";
import { compiled } from "../testing/compiled.ts";
import { exact, testContext } from "../testing/record.ts";
import type { Document } from "../values/types.ts";
import { compileArrayPipeline } from "./pipeline.ts";
import { arrayStagesByName } from "./registry.ts";
import { windowFunctionsByName } from "./window/registry.ts";

function run(
  stages: readonly Document[],
  input: readonly Document[],
  collections: Readonly<Record<string, readonly Document[]>> = {},
) {
  const reader = { documents: (name: string) => collections[name] ?? [] };
  return compiled(compileArrayPipeline(stages.map(definitionOf))).run(input, { context: testContext, collections: reader });
}

describe("examples of the stages", () => {
  for (const { name, docs } of [...stagesByName.values(), ...arrayStagesByName().values()]) {
    test.each(docs.examples.map((example) => [JSON.stringify(example.stage), example] as const))(`${name}: %s`, (_, example) => {
      const before = exact(example.in as Document[]);
      expect(exact(run([example.stage], example.in, example.collections))).toBe(exact(example.out as Document[]));
      expect(exact(example.in as Document[])).toBe(before);
    });
  }
});

describe("examples of the window functions", () => {
  for (const { name, docs } of windowFunctionsByName.values()) {
    test.each(docs.examples.map((example) => [JSON.stringify(example.output), example] as const))(`${name}: %s`, (_, example) => {
      const { sortBy } = example;
      const stage = { $setWindowFields: { ...(sortBy && { sortBy }), output: { result: example.output } } };
      expect(exact(run([stage], example.in).map(({ result }) => result))).toBe(exact([...example.out]));
    });
  }
});
