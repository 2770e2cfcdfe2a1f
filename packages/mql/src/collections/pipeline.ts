/** Pipelines as pure functions over arrays of documents: what a single node of the database does without indexes. */
import type { CompileOptions } from "../compiler/expression.ts";
import { outerVariables } from "../compiler/expression.ts";
import { Parser, Scope } from "../compiler/parser.ts";
import { below, type Compiled, nearest, Problems } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import { perDocumentStages } from "../stages/registry.ts";
import type { Document } from "../values/types.ts";
import type { ArrayHost, Transform } from "./define.ts";
import { parsePerDocument } from "./per-document.ts";
import { arrayStagesByName } from "./registry.ts";

export interface ArrayPipelineOptions extends Pick<CompileOptions, "pointer" | "outer"> {
  /** Stages that are refused here, with the name of what surrounds them. */
  readonly refused?: { readonly stages: readonly string[]; readonly inside: string };
}

export interface ArrayPipeline {
  /** The documents that come out. Throws MqlError for the first document that cannot be processed. */
  run(input: Iterable<Document>, host: ArrayHost): Document[];
}

/** More pipelines than this must not lie inside each other: they would exhaust the stack. */
const deepest = 20;

/** Compiles a list of stages. Never throws: problems of the definition are given back, all of them. */
export function compileArrayPipeline(stages: readonly DefNode[], options: ArrayPipelineOptions = {}): Compiled<ArrayPipeline> {
  const problems = new Problems();
  const transform = parsePipeline(stages, options, new Parser(problems), 0);
  return problems.result(() => ({ run: (input, host) => [...transform([...input], host)] }));
}

function parsePipeline(stages: readonly DefNode[], options: ArrayPipelineOptions, parser: Parser, depth: number): Transform {
  const { pointer = "", outer = [] } = options;
  if (depth > deepest) {
    parser.problems.shape(pointer, `Pipelines may be nested ${deepest} deep at most.`);
    return (input) => input;
  }
  const scope = Scope.outermost(outerVariables(options));
  const transforms: Transform[] = [];
  for (let index = 0; index < stages.length; index++) {
    const at = below(pointer, index);
    const stage = stages[index]!;
    const [entry, ...more] = stage.kind === "object" ? stage.entries : [];
    if (entry === undefined || more.length > 0) {
      parser.problems.shape(at, "A stage must be an object with exactly one field, the name of the stage.");
    } else if (options.refused?.stages.includes(entry.key)) {
      parser.problems.shape(below(at, entry.key), `${entry.key} is not allowed inside ${options.refused.inside}.`);
    } else if (perDocumentStages.includes(entry.key)) {
      let end = index + 1;
      while (end < stages.length && isPerDocument(stages[end]!)) end++;
      transforms.push(parsePerDocument(stages.slice(index, end), index, options, parser));
      index = end - 1;
    } else {
      const spec = arrayStagesByName().get(entry.key);
      if (spec === undefined) {
        const names = [...arrayStagesByName().keys(), ...perDocumentStages];
        parser.problems.shape(below(at, entry.key), `Unknown stage ${entry.key}.`, nearest(entry.key, names));
        continue;
      }
      transforms.push(
        spec.parse(entry.value, {
          parser,
          pointer: below(at, entry.key),
          scope,
          options,
          index,
          pipeline: (node, inner, names = []) => {
            const inside = { ...options, pointer: inner, outer: [...outer, ...names] };
            if (node.kind === "array") return parsePipeline(node.items, inside, parser, depth + 1);
            parser.problems.shape(inner, "A pipeline must be an array of stages.");
            return (input) => input;
          },
        }),
      );
    }
  }
  return (input, host) => transforms.reduce((documents, transform) => transform(documents, host), input);
}

function isPerDocument(stage: DefNode): boolean {
  return stage.kind === "object" && stage.entries.length === 1 && perDocumentStages.includes(stage.entries[0]!.key);
}
