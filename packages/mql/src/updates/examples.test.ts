import { describe, expect, test } from "vitest";
import { definitionOf } from "../definition/index.ts";
import { compiled } from "../testing/compiled.ts";
import { exact, testContext } from "../testing/record.ts";
import { updateOperatorsByName } from "./registry.ts";
import { rename } from "./rename.ts";
import { compileUpdate } from "./update.ts";

describe("examples of the update operators", () => {
  for (const { name, docs } of [...updateOperatorsByName().values(), rename]) {
    test.each(docs.examples.map((example) => [JSON.stringify(example.update), example] as const))(`${name}: %s`, (_, example) => {
      const before = exact(example.in);
      const update = compiled(compileUpdate(definitionOf(example.update)));
      expect(exact(update.apply(example.in, testContext))).toBe(exact(example.out));
      expect(exact(example.in)).toBe(before);
    });
  }
});
