import { type DefNode, type DefObject, parseDefinition } from "@millrace/mql";
import type { Database } from "../../store/schema.ts";
import { type JsonObject, parseJsonObject } from "../json.ts";
import { listProcessors, type StoredProcessor } from "./repository.ts";

/** Stages that name a connection, somewhere in their options. */
const connecting: ReadonlySet<string> = new Set([
  "$cachedLookup",
  "$emit",
  "$externalFunction",
  "$https",
  "$lookup",
  "$merge",
  "$source",
]);

/** Stages that hold stages, in `pipeline`. */
const enclosing: ReadonlySet<string> = new Set(["$hoppingWindow", "$sessionWindow", "$tumblingWindow"]);

/** Names of the connections that a pipeline uses, apart from built-in ones such as `__testLog` (admin-api.md 9.1). */
export function connectionNames(pipeline: DefNode): Set<string> {
  const names = new Set<string>();
  collectStages(pipeline, names);
  return names;
}

function collectStages(pipeline: DefNode, names: Set<string>): void {
  if (pipeline.kind !== "array") return;
  for (const stage of pipeline.items) {
    const entry = stage.kind === "object" ? stage.entries[0] : undefined;
    if (!entry) continue;
    if (connecting.has(entry.key)) collectNames(entry.value, names);
    const inner = enclosing.has(entry.key) ? member(entry.value, "pipeline") : undefined;
    if (inner) collectStages(inner, names);
  }
}

function collectNames(node: DefNode, names: Set<string>): void {
  if (node.kind === "array") for (const item of node.items) collectNames(item, names);
  if (node.kind !== "object") return;
  for (const { key, value } of node.entries) {
    if (key !== "connectionName") collectNames(value, names);
    else if (value.kind === "scalar" && typeof value.value === "string" && !value.value.startsWith("__")) names.add(value.value);
  }
}

function member(node: DefNode, name: string): DefNode | undefined {
  return (node as Partial<DefObject>).entries?.find((entry) => entry.key === name)?.value;
}

/** The connection of the dead letter queue, if the options name one. */
export function deadLetterConnection(options: JsonObject | undefined): string | undefined {
  const queue = options?.["dlq"] as JsonObject | undefined;
  return queue?.["connectionName"] as string | undefined;
}

/** A workspace's processors whose pipeline or dead letter queue uses a connection. */
export async function processorsUsing(db: Database, workspaceId: string, connection: string): Promise<StoredProcessor[]> {
  const processors = await listProcessors(db, workspaceId);
  return processors.filter(({ pipeline, options }) => {
    if (options !== undefined && deadLetterConnection(parseJsonObject(options)) === connection) return true;
    return pipeline.includes(connection) && connectionNames(parseDefinition(pipeline)).has(connection);
  });
}
