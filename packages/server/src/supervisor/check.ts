import { type ConnectionType, checkPipeline, type Plan } from "@millrace/engine";
import { connectorSpecs } from "@millrace/executor/client";
import type { DefNode, Problem } from "@millrace/mql";
import { listConnectionTypes } from "../api/connections/repository.ts";
import type { Database } from "../store/schema.ts";

/** Checks a pipeline against the connections of its workspace. */
export async function checkInWorkspace(
  db: Database,
  workspaceId: string,
  pipeline: DefNode,
): Promise<{ plan?: Plan; problems: Problem[] }> {
  const connections = await listConnectionTypes(db, workspaceId);
  return checkPipeline(pipeline, {
    connections: new Map(connections.map(({ name, type }) => [name, { type: type as ConnectionType }])),
    connectors: connectorSpecs,
    sink: "required",
    source: "required",
  });
}
