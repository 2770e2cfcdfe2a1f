/** Data-driven tests of expressions. */
import { expect, test } from "vitest";
import type { Document, Value } from "../values/types.ts";
import { evaluate, failure } from "./compiled.ts";
import { exact } from "./record.ts";

/** An expression, the document that it is evaluated on, and the result (`undefined` for missing). */
export type Case = readonly [expression: Value, document: Document, result: Value];
/** An expression, the document that it is evaluated on, and the code of the error. */
export type ErrorCase = readonly [expression: Value, document: Document, code: number];

/** A test for each case; results are compared with their types. */
export function testResults(cases: readonly Case[]): void {
  test.each(
    cases.map(([expression, document, result]) => ({
      name: `${exact(expression)} on ${exact(document)}`,
      expression,
      document,
      result,
    })),
  )("$name", ({ expression, document, result }) => expect(exact(evaluate(expression, document))).toBe(exact(result)));
}

/** A test for each case that is an error of the document. */
export function testErrors(cases: readonly ErrorCase[]): void {
  test.each(
    cases.map(([expression, document, code]) => ({
      name: `${exact(expression)} on ${exact(document)} is an error`,
      expression,
      document,
      code,
    })),
  )("$name", ({ expression, document, code }) => expect(failure(expression, document).code).toBe(code));
}
