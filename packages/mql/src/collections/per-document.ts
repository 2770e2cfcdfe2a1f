import type { Parser } from "../compiler/parser.ts";
import type { DefNode } from "../definition/index.ts";
import type { MqlError } from "../errors.ts";
import { compileRun } from "../stages/run.ts";
import type { Transform } from "./define.ts";
import type { ArrayPipelineOptions } from "./pipeline.ts";
import { PlainRecord } from "./record.ts";

/** Documents are handed to the generated code in batches of this size. */
const batch = 1000;

/** Stages that work on one document at a time, as one generated function. */
export function parsePerDocument(
  stages: readonly DefNode[],
  firstIndex: number,
  options: ArrayPipelineOptions,
  parser: Parser,
): Transform {
  const { pointer, outer } = options;
  const compiled = compileRun(stages, { pointer, outer, firstIndex, sharedInput: true });
  if (!compiled.ok) {
    parser.problems.take(compiled.problems);
    return (input) => input;
  }
  const run = compiled.value;
  return (input, { context }) => {
    const records = input.map((doc) => new PlainRecord(doc));
    const results = [];
    const fail = (_stage: number, _record: unknown, _doc: unknown, error: MqlError): never => {
      throw error;
    };
    run.reset();
    for (let next = 0; next < records.length; ) {
      const out: PlainRecord[] = [];
      next = run.process(records, next, out, batch, { context, fail });
      for (const record of out) results.push(record.doc);
    }
    return results;
  };
}
