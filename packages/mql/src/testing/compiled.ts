/** Compiling and running in one step, for tests. */
import { type CompileOptions, compileExpression } from "../compiler/expression.ts";
import type { Compiled, Problem } from "../compiler/problems.ts";
import { definitionOf } from "../definition/index.ts";
import { MqlError } from "../errors.ts";
import { compileMatch } from "../queries/match.ts";
import { compileRun, type RunOptions } from "../stages/run.ts";
import type { Document, Value } from "../values/types.ts";
import { TestRecord, testContext } from "./record.ts";

/** What was compiled; an error that shows the problems if there are any. */
export function compiled<T>(result: Compiled<T>): T {
  if (!result.ok) throw new Error(result.problems.map((problem) => `${problem.pointer}: ${problem.message}`).join("\n"));
  return result.value;
}

/** The problems of a definition that must not compile. */
export function problemsOf(result: Compiled<unknown>): Problem[] {
  if (result.ok) throw new Error("it compiled");
  return result.problems;
}

/** An expression compiled once for many documents. */
export function program(expression: Value): (document: Document) => Value {
  const { evaluate: run } = compiled(compileExpression(definitionOf(expression)));
  return (document) => run(new TestRecord(document), testContext);
}

/** A document without the fields that are undefined. */
export function documentOf(fields: Document): Document {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The value of an expression on a document. */
export function evaluate(expression: Value, document: Document = {}, options?: CompileOptions): Value {
  return compiled(compileExpression(definitionOf(expression), options)).evaluate(new TestRecord(document), testContext);
}

/** The error of an expression on a document. */
export function failure(
  expression: Value,
  document: Document = {},
): { code: number; message: string; pointer: string | undefined } {
  try {
    const value = evaluate(expression, document);
    throw new Error(`it gave ${String(value)}`);
  } catch (error) {
    if (!(error instanceof MqlError)) throw error;
    return { code: error.code, message: error.message, pointer: error.pointer };
  }
}

/** Whether a document meets a query. */
export function matches(query: Value, document: Document): boolean {
  return compiled(compileMatch(definitionOf(query)))(new TestRecord(document), testContext);
}

/** A document that a stage could not process. */
export interface Failure {
  readonly stage: number;
  readonly doc: Document;
  readonly code: number;
  readonly pointer: string | undefined;
}

/** The results of stages on documents, at most `limit` a call, and the failures in order. */
export function runStages(
  stages: readonly Value[],
  documents: readonly Document[],
  { limit = 1000, ...options }: RunOptions & { limit?: number } = {},
): { out: Document[]; failures: Failure[]; counts: { in: number; out: number }[] } {
  const run = compiled(compileRun(stages.map(definitionOf), options));
  const input = documents.map((document) => new TestRecord(document));
  const results: Document[] = [];
  const failures: Failure[] = [];
  const host = {
    context: testContext,
    fail: (stage: number, _record: unknown, doc: Document, error: MqlError) =>
      failures.push({ stage, doc: { ...doc }, code: error.code, pointer: error.pointer }),
  };
  for (let next = 0; next < input.length; ) {
    const out: TestRecord[] = [];
    next = run.process(input, next, out, limit, host as never);
    results.push(...out.map((record) => record.doc));
  }
  return { out: results, failures, counts: run.takeCounts() };
}
