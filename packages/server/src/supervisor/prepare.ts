import { type Clock, type ErrorCode, type Plan, ProcessorError } from "@millrace/engine";
import type { RunOrder } from "@millrace/executor/client";
import { parseDefinition } from "@millrace/mql";
import { clearSettings, findConnectionByName } from "../api/connections/repository.ts";
import { emptyObject, isObject, type JsonObject, parseJsonObject } from "../api/json.ts";
import { findProcessor, type StoredProcessor } from "../api/processors/repository.ts";
import { countWorkspaces, findWorkspace, type StoredWorkspace } from "../api/workspaces/repository.ts";
import { type ProcessorSettings, settingsFor } from "../config/processor-settings.ts";
import type { Secrets } from "../secrets/secrets.ts";
import type { Database } from "../store/schema.ts";
import { checkInWorkspace } from "./check.ts";
import type { Prepared } from "./machine.ts";
import type { StartOptions } from "./runtime.ts";
import { stateFolder } from "./state-folder.ts";
import { findTier, isAbove, STATE_SHARE, type Tier } from "./tiers.ts";

export interface PreparationDeps {
  db: Database;
  secrets: Secrets;
  clock: Pick<Clock, "now">;
  dataDirectory: string;
  deadLetterDirectory: string;
  /** No executor's heap is larger. */
  memoryMb: number;
  processors: readonly ProcessorSettings[];
}

/** Whether the owner starts a processor, or the supervisor runs it again. */
export type Occasion = { start: StartOptions } | "again";

const MINUTE = 60_000;
/** Without other settings (engine.md 1.6; design 3). */
const CHECKPOINT_INTERVAL = MINUTE / 2;
const PARTITION_LEAD = 5 * MINUTE;
/** A processor that stood still for so long has lost its state (engine.md 1.2). */
const STATE_KEPT = 45 * 24 * 60 * MINUTE;
const MB = 2 ** 20;

/** Reads a definition with its connections, in clear. Rejects with a `ProcessorError` that says why it cannot be run. */
export async function prepare(deps: PreparationDeps, processorId: string, occasion: Occasion): Promise<Prepared> {
  const row = await findProcessor(deps.db, processorId);
  const workspace = row && (await findWorkspace(deps.db, row.workspaceId));
  if (!row || !workspace || row.desiredState === "dropped") throw refused(125, "The processor does not exist any more");
  const tier = tierOf(row, workspace, occasion);
  const { plan, problems } = await checkInWorkspace(deps.db, workspace.id, parseDefinition(row.pipeline));
  if (!plan) throw refused(problems[0]!.code as ErrorCode, problems.map(({ message }) => message).join("; "));
  checkStartTime(plan, occasion);
  const options = row.options === undefined ? emptyObject() : parseJsonObject(row.options);
  checkDeadLetterQueue(options["dlq"]);
  const settings = settingsFor(deps.processors, workspace.name, row.name);
  const memoryMb = Math.min(tier.memoryMb, deps.memoryMb);
  const metaField = options["streamMetaFieldName"];
  const order: RunOrder = {
    processorId,
    processorName: row.name,
    workspaceName: workspace.name,
    ...((await countWorkspaces(deps.db, workspace.projectId)) > 1 && { instanceName: workspace.name }),
    pipeline: row.pipeline,
    connections: await connections(deps, workspace.id, plan),
    ...(typeof metaField === "string" && { streamMetaFieldName: metaField }),
    settings: {
      checkpointIntervalMs: settings.checkpointIntervalMs ?? CHECKPOINT_INTERVAL,
      maxPartitionLeadMs: settings.maxPartitionLeadMs ?? PARTITION_LEAD,
      stateLimitBytes: Math.floor((settings.stateLimitMb ?? memoryMb * STATE_SHARE) * MB),
    },
    dataDirectory: deps.dataDirectory,
    stateFolder: stateFolder(processorId),
    deadLetterDirectory: deps.deadLetterDirectory,
    resume: occasion === "again" || resumes(deps, row, occasion.start),
  };
  return { order, tier };
}

function tierOf(row: StoredProcessor, workspace: StoredWorkspace, occasion: Occasion): Tier {
  const name = occasion === "again" ? (row.effectiveTier ?? row.tier) : (occasion.start.tier ?? row.tier);
  const tier = findTier(name ?? workspace.tier);
  if (!tier) throw refused(72, `There is no tier ${name}`);
  const limit = workspace.maxTier === undefined ? undefined : findTier(workspace.maxTier);
  if (limit && isAbove(tier, limit)) {
    throw refused(72, `Tier ${tier.name} is above the workspace's maximum tier ${limit.name}`);
  }
  return tier;
}

/** The owner may ask to begin afresh, now or by an earlier change of the definition; a state that is too old does not count either. */
function resumes(deps: PreparationDeps, row: StoredProcessor, start: StartOptions): boolean {
  if (start.resumeFromCheckpoint === false || !row.resumeFromCheckpoint) return false;
  return deps.clock.now() - row.stateChangedAt.getTime() < STATE_KEPT;
}

function checkStartTime(plan: Plan, occasion: Occasion): void {
  if (occasion === "again" || occasion.start.startAtOperationTime === undefined) return;
  throw refused(72, `startAtOperationTime is for change stream sources; this processor reads from ${plan.source.connector}`);
}

function checkDeadLetterQueue(dlq: unknown): void {
  const given = dlq as JsonObject | undefined;
  if (!isObject(given) || Object.keys(given).length === 0) return;
  throw refused(
    420,
    `options.dlq: dead letters cannot be written to the Cluster connection ${JSON.stringify(given["connectionName"])} in this version. ` +
      "Without options.dlq they go to files in the server's dead letter directory",
  );
}

async function connections(deps: PreparationDeps, workspaceId: string, plan: Plan): Promise<RunOrder["connections"]> {
  const found = plan.connectionNames.map((name) => findConnectionByName(deps.db, deps.secrets, workspaceId, name));
  return (await Promise.all(found)).flatMap((connection) => {
    // `__testLog` is a name without a connection.
    if (!connection) return [];
    const settings = JSON.stringify(clearSettings(connection));
    return { name: connection.name, type: connection.type as RunOrder["connections"][number]["type"], settings };
  });
}

function refused(code: ErrorCode, message: string): ProcessorError {
  return new ProcessorError(code, "user-fatal", message);
}
