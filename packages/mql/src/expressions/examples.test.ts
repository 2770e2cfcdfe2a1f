import { beforeAll, describe, expect, test } from "vitest";
import { compileExpression } from "../compiler/expression.ts";
import { definitionOf } from "../definition/index.ts";
import { MqlError } from "../errors.ts";
import { loadEverything } from "../loading.ts";
import { exact, TestRecord, testContext } from "../testing/record.ts";
import type { Value } from "../values/types.ts";
import { expressionCategories } from "./registry.ts";

beforeAll(loadEverything);

for (const [category, specs] of Object.entries(expressionCategories)) {
  describe(`examples of the ${category} operators`, () => {
    for (const { name, docs } of specs) {
      test.each(docs.examples.map((example) => [JSON.stringify(example.expr), example] as const))(`${name}: %s`, (_, example) => {
        const compiled = compileExpression(definitionOf(example.expr));
        if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
        const evaluate = () =>
          compiled.value.evaluate(new TestRecord(example.in ?? {}, { source: { type: "generated" } }), testContext);
        if (example.error !== undefined) expect(codeOf(evaluate)).toBe(example.error);
        else expect(exact(evaluate())).toBe(exact(example.out));
      });
    }
  });
}

test("every operator's name is that of its list entry only", () => {
  const names = Object.values(expressionCategories).flatMap((specs) => specs.map((spec) => spec.name));
  expect(new Set(names).size).toBe(names.length);
});

function codeOf(evaluate: () => Value): number | Value {
  try {
    return evaluate();
  } catch (error) {
    return error instanceof MqlError ? error.code : String(error);
  }
}
