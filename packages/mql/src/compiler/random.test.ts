import { expect, test } from "vitest";
import { definitionOf } from "../definition/index.ts";
import { MqlError } from "../errors.ts";
import { Random } from "../testing/random.ts";
import { exact, TestRecord, testContext } from "../testing/record.ts";
import { compileExpression } from "./expression.ts";

test("random expressions compile or have problems; evaluation gives a value or an error with its place", () => {
  const random = new Random(1);
  let evaluated = 0;
  let failed = 0;
  for (let round = 0; round < 1200; round++) {
    const expression = random.expression();
    const result = compileExpression(definitionOf(expression));
    if (!result.ok) {
      expect(result.problems.every(({ message, pointer }) => message !== "" && pointer.startsWith("/"))).toBe(true);
      continue;
    }
    for (let i = 0; i < 3; i++) {
      const document = random.document();
      try {
        const value = result.value.evaluate(new TestRecord(document, { source: { type: "kafka" } }), testContext);
        evaluated++;
        expect(["function", "symbol"]).not.toContain(typeof value);
        exact(value);
      } catch (error) {
        failed++;
        // Code 1 would be an error of ours, not one of the document.
        expect([
          exact(expression),
          exact(document),
          error instanceof MqlError && error.code !== 1 && error.pointer !== undefined,
        ]).toEqual([exact(expression), exact(document), true]);
      }
    }
  }
  expect(evaluated).toBeGreaterThan(500);
  expect(failed).toBeGreaterThan(100);
});
