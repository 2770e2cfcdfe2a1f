import { PlainRecord } from "../collections/record.ts";
import type { Parser } from "../compiler/parser.ts";
import { below } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import type { MqlError } from "../errors.ts";
import { compileRun } from "../stages/run.ts";
import type { Apply } from "./update.ts";

/** The stages of an update pipeline. */
const allowed = ["$addFields", "$set", "$project", "$unset", "$replaceRoot", "$replaceWith"];

/** An update by stages, each of which gives one document for one. */
export function parseUpdatePipeline(stages: readonly DefNode[], pointer: string, parser: Parser): Apply {
  for (const [index, stage] of stages.entries()) {
    const name = stage.kind === "object" ? stage.entries[0]?.key : undefined;
    if (name !== undefined && !allowed.includes(name)) {
      parser.problems.shape(
        below(below(pointer, index), name),
        `${name} is not a stage of an update; ${allowed.join(", ")} are.`,
      );
      return (document) => document;
    }
  }
  const compiled = compileRun(stages, { pointer, sharedInput: true });
  if (!compiled.ok) {
    parser.problems.take(compiled.problems);
    return (document) => document;
  }
  const run = compiled.value;
  const fail = (_stage: number, _record: unknown, _doc: unknown, error: MqlError): never => {
    throw error;
  };
  return (document, context) => {
    const out: PlainRecord[] = [];
    run.process([new PlainRecord(document)], 0, out, 1, { context, fail });
    return out[0]!.doc;
  };
}
