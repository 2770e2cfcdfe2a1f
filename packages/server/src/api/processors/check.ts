import { type DefNode, type DefObject, type Problem, parseDefinition } from "@millrace/mql";
import type { Database } from "../../store/schema.ts";
import type { ProcessorRuntime } from "../../supervisor/runtime.ts";
import { listConnectionTypes } from "../connections/repository.ts";
import { ApiError, invalid } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { StoredWorkspace } from "../workspaces/repository.ts";
import { connectionNames, deadLetterConnection } from "./uses.ts";

/** What a definition says that other entities must agree with. */
export interface Definition {
  name: string;
  pipeline: string;
  options: JsonObject | undefined;
  failoverEnabled: boolean | undefined;
}

/** The error for whatever the engine finds wrong with a processor (admin-api.md 6.2). */
export function processorError(name: string, problem: string): ApiError {
  return new ApiError("STREAM_PROCESSOR_GENERIC_ERROR", [name, problem]);
}

/** Throws STREAM_PROCESSOR_GENERIC_ERROR with every problem of the pipeline. */
export async function checkPipeline(
  runtime: ProcessorRuntime,
  workspaceId: string,
  name: string,
  pipeline: DefNode,
): Promise<void> {
  const problems = await runtime.check(workspaceId, pipeline);
  if (problems.length > 0) throw processorError(name, problems.map(sentence).join("; "));
}

function sentence({ message, pointer }: Problem): string {
  return pointer === "" || /\bat \//.test(message) ? message : `${message} (at ${pointer})`;
}

/**
 * Throws unless the connections that a definition names exist at this moment: for the transaction that stores it,
 * since the check of the pipeline was earlier.
 */
export async function checkConnections(db: Database, workspace: StoredWorkspace, definition: Definition): Promise<void> {
  const types = new Map((await listConnectionTypes(db, workspace.id)).map(({ name, type }) => [name, type]));
  const pipeline = parseDefinition(definition.pipeline);
  const queue = deadLetterConnection(definition.options);
  const named = [...connectionNames(pipeline), ...(queue === undefined ? [] : [queue])];
  const unknown = named.find((name) => !types.has(name));
  if (unknown !== undefined) {
    const text = `connection named ${unknown} does not exist. Check sp.listConnections() for available connections`;
    throw processorError(definition.name, text);
  }
  if (queue !== undefined && types.get(queue) !== "Cluster") {
    throw processorError(
      definition.name,
      `the dead letter queue needs a Cluster connection; ${queue} is of type ${types.get(queue)}`,
    );
  }
  if (definition.failoverEnabled) checkFailover(workspace, pipeline, types);
}

/** Failover is for processors from a cluster to a cluster or Kafka, in workspaces with failover regions (admin-api.md 10.4). */
function checkFailover(workspace: StoredWorkspace, pipeline: DefNode, types: ReadonlyMap<string, string>): void {
  if (workspace.failoverRegions.length === 0) throw invalid("failoverEnabled needs failoverRegions on the workspace");
  const stages = pipeline.kind === "array" ? pipeline.items : [];
  const [source, sink] = [stages[0], stages.at(-1)].map((stage) => typeOf(stage, types));
  if (source !== "Cluster" || (sink !== "Cluster" && sink !== "Kafka")) {
    throw invalid("failoverEnabled needs a pipeline from a Cluster connection to a Cluster or Kafka connection");
  }
}

function typeOf(stage: DefNode | undefined, types: ReadonlyMap<string, string>): string | undefined {
  const single = { kind: "array", items: stage ? [stage as DefObject] : [], start: 0, end: 0 } as const;
  const [name] = connectionNames(single);
  return name === undefined ? undefined : types.get(name);
}
