import { connectorSpecs } from "@millrace/connectors";
import { type Connection, checkPipeline, type Plan } from "@millrace/engine";
import type { DefNode, DefObject, Problem } from "@millrace/mql";
import { ProblemsFound } from "../errors.ts";
import { type PipelineFile, problemLines } from "./pipeline-file.ts";

/** Where the documents of a run come from and go to. */
export interface Ends {
  /** `--input` or standard input in place of the pipeline's source. */
  replaceSource: boolean;
  /** Standard output in place of the pipeline's sink. */
  replaceSink: boolean;
  /** For a kept sink. */
  connections: ReadonlyMap<string, Connection>;
}

/** Checks a pipeline for `millrace run`. Throws `ProblemsFound` with all its problems. */
export function planRun(file: PipelineFile, ends: Ends): Plan {
  const { plan, problems } = checkPipeline(file.pipeline, {
    connections: ends.connections,
    connectors: connectorSpecs,
    source: ends.replaceSource ? "replaced" : "required",
    sink: ends.replaceSink ? "replaced" : "required",
  });
  if (plan === undefined) throw new ProblemsFound(problemLines(file, problems.map(withAdvice)));
  return plan;
}

/** The advice of the grammar is for a service that keeps connections; here they come from a file. */
function withAdvice(problem: Problem): Problem {
  const message = problem.message.replace(
    /Check sp\.listConnections\(\) for available connections/,
    "Give its definition in a file with --connections",
  );
  return { ...problem, message };
}

/** Whether the pipeline brings its own documents. */
export function hasOwnDocuments(pipeline: DefNode): boolean {
  const first = pipeline.kind === "array" ? pipeline.items[0] : undefined;
  const source = first && fieldOf(first, "$source");
  return source !== undefined && fieldOf(source, "documents") !== undefined;
}

/** Whether windows are cut by event time while no field says what that is: then the time of reading counts, and a file is read in no time. */
export function lacksEventTime(pipeline: DefNode, plan: Plan): boolean {
  if (!plan.hasWindow || plan.source.timeField !== undefined || pipeline.kind !== "array") return false;
  return pipeline.items.some((stage) => {
    const window = windowStages.map((name) => fieldOf(stage, name)).find((spec) => spec !== undefined);
    if (window === undefined) return false;
    const boundary = fieldOf(window, "boundary");
    return !(boundary?.kind === "scalar" && boundary.value === "processingTime");
  });
}

const windowStages = ["$tumblingWindow", "$hoppingWindow", "$sessionWindow"];

function fieldOf(node: DefNode, key: string): DefNode | undefined {
  return node.kind === "object" ? (node as DefObject).entries.find((entry) => entry.key === key)?.value : undefined;
}
