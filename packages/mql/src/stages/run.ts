/** A run of per-document stages as one generated function (design 3 and 5). */

import { type CompileOptions, outerVariables } from "../compiler/expression.ts";
import { Parser, Scope } from "../compiler/parser.ts";
import { below, type Compiled, nearest, Problems } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import type { MqlError } from "../errors.ts";
import type { Carrier, EvalContext } from "../record.ts";
import type { Document } from "../values/types.ts";
import type { ParsedStage } from "./define.ts";
import { generateRun } from "./generate.ts";
import { stagesByName } from "./registry.ts";

export interface RunOptions extends CompileOptions {
  /** Index of the first stage in the pipeline, for pointers. */
  firstIndex?: number;
  /** The documents that come in belong to others as well: they are copied before the first change. */
  sharedInput?: boolean;
}

export interface RunHost {
  readonly context: EvalContext;
  /** A stage could not process a document, which goes no further. `doc` is the document as it came to that stage. */
  fail(stage: number, record: Carrier, doc: Document, error: MqlError): void;
}

export interface Run {
  /**
   * Takes records from `input[start]` on and pushes results to `out` until it holds `limit`. Gives the index of the first
   * record that is not, or not fully, taken: call again with it, and a half-unwound record goes on where it was.
   *
   * The record object is kept for results that stem from it alone (its `doc` is replaced); `with` makes the others.
   */
  process(input: readonly Carrier[], start: number, out: Carrier[], limit: number, host: RunHost): number;
  /** Documents that came to each stage and left it, since the last call. */
  takeCounts(): { in: number; out: number }[];
  /** Forgets a record that is half unwound. */
  reset(): void;
  /** A stage reads the stream metadata. */
  readonly usesMeta: boolean;
}

/** Compiles stages, each an object with one key. Never throws: problems of the definition are given back, all of them. */
export function compileRun(stages: readonly DefNode[], options: RunOptions = {}): Compiled<Run> {
  const problems = new Problems();
  const parser = new Parser(problems);
  const scope = Scope.outermost(outerVariables(options));
  const parsed = stages.flatMap((stage, index) => {
    const pointer = below(options.pointer ?? "", (options.firstIndex ?? 0) + index);
    const read = parseStage(parser, stage, pointer, scope);
    return read === undefined ? [] : [{ index, pointer, stage: read }];
  });
  return problems.result(() => generateRun(parsed, options.sharedInput ?? false));
}

function parseStage(parser: Parser, node: DefNode, pointer: string, scope: Scope): ParsedStage | undefined {
  const [entry, ...more] = node.kind === "object" ? node.entries : [];
  if (entry === undefined || more.length > 0) {
    parser.problems.shape(pointer, "A stage must be an object with exactly one field, the name of the stage.");
    return undefined;
  }
  const spec = stagesByName.get(entry.key);
  const at = below(pointer, entry.key);
  if (spec === undefined) {
    parser.problems.shape(at, `Unknown stage ${entry.key}.`, nearest(entry.key, stagesByName.keys()));
    return undefined;
  }
  return spec.parse(parser, entry.value, at, scope);
}
