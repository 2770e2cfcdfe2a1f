import { newId } from "../../store/id.ts";
import type { Database, DesiredState, ProcessorTable, StoredState } from "../../store/schema.ts";

/** Why a processor failed (engine.md 1.3, 1.7). */
interface StoredError {
  code: number;
  message: string;
  retryable: boolean;
}

/** A stored stream processor. `pipeline` and `options` are JSON texts as their owner wrote them. */
export interface StoredProcessor {
  id: string;
  workspaceId: string;
  name: string;
  pipeline: string;
  options: string | undefined;
  tier: string | undefined;
  failoverEnabled: boolean | undefined;
  desiredState: DesiredState;
  state: StoredState;
  error: StoredError | undefined;
  hasStarted: boolean;
  effectiveTier: string | undefined;
  resumeFromCheckpoint: boolean;
  pipelineVersion: number;
  createdAt: Date;
  updatedAt: Date;
  stateChangedAt: Date;
}

function fromRow(row: ProcessorTable): StoredProcessor {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    pipeline: row.pipeline,
    options: row.options ?? undefined,
    tier: row.tier ?? undefined,
    failoverEnabled: row.failover_enabled === null ? undefined : row.failover_enabled === 1,
    desiredState: row.desired_state,
    state: row.state,
    error:
      row.error_message === null
        ? undefined
        : { code: row.error_code ?? 1, message: row.error_message, retryable: row.error_retryable === 1 },
    hasStarted: row.has_started === 1,
    effectiveTier: row.effective_tier ?? undefined,
    resumeFromCheckpoint: row.resume_from_checkpoint === 1,
    pipelineVersion: row.pipeline_version,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
    stateChangedAt: new Date(row.state_changed_at),
  };
}

/** What a caller decides about a new processor. */
export interface NewProcessor {
  name: string;
  pipeline: string;
  options?: string;
  tier?: string;
  failoverEnabled?: boolean;
}

/** Stores a processor in state CREATED. Throws a unique violation when the workspace has one of that name. */
export async function insertProcessor(db: Database, workspaceId: string, processor: NewProcessor): Promise<StoredProcessor> {
  const now = new Date().toISOString();
  const row: ProcessorTable = {
    id: newId(),
    workspace_id: workspaceId,
    name: processor.name,
    pipeline: processor.pipeline,
    options: processor.options ?? null,
    tier: processor.tier ?? null,
    failover_enabled: processor.failoverEnabled === undefined ? null : processor.failoverEnabled ? 1 : 0,
    desired_state: "stopped",
    state: "CREATED",
    error_code: null,
    error_message: null,
    error_retryable: null,
    has_started: 0,
    effective_tier: null,
    resume_from_checkpoint: 1,
    pipeline_version: 1,
    created_at: now,
    updated_at: now,
    state_changed_at: now,
  };
  await db.insertInto("processors").values(row).execute();
  return fromRow(row);
}

/** The processor with this id, also one whose deletion has begun. */
export async function findProcessor(db: Database, id: string): Promise<StoredProcessor | undefined> {
  const row = await db.selectFrom("processors").selectAll().where("id", "=", id).executeTakeFirst();
  return row && fromRow(row);
}

/** The processor of that name, unless its deletion has begun. */
export async function findProcessorByName(db: Database, workspaceId: string, name: string): Promise<StoredProcessor | undefined> {
  const row = await db
    .selectFrom("processors")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("name", "=", name)
    .where("desired_state", "!=", "dropped")
    .executeTakeFirst();
  return row && fromRow(row);
}

/** A workspace's processors in order of creation, without those whose deletion has begun. */
export async function listProcessors(
  db: Database,
  workspaceId: string,
  page?: { offset: number; limit: number },
): Promise<StoredProcessor[]> {
  let query = db
    .selectFrom("processors")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("desired_state", "!=", "dropped")
    .orderBy("created_at")
    .orderBy("id");
  if (page) query = query.limit(page.limit).offset(page.offset);
  return (await query.execute()).map(fromRow);
}

/** How many processors `listProcessors` would give. */
export async function countProcessors(db: Database, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom("processors")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspace_id", "=", workspaceId)
    .where("desired_state", "!=", "dropped")
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** All processors of all workspaces with this desired state: what to run, or whose deletion to finish, after a start of the server. */
export async function listProcessorsByDesiredState(db: Database, desired: DesiredState): Promise<StoredProcessor[]> {
  const rows = await db.selectFrom("processors").selectAll().where("desired_state", "=", desired).orderBy("created_at").execute();
  return rows.map(fromRow);
}

/** Fields that an owner may change. Absent: kept. */
export interface ProcessorChange {
  name?: string;
  pipeline?: string;
  options?: string | null;
  tier?: string;
  failoverEnabled?: boolean;
  resumeFromCheckpoint?: boolean;
}

/** Changes a definition; a new pipeline raises `pipelineVersion`. Throws a unique violation when the new name is taken. */
export async function updateProcessor(db: Database, id: string, change: ProcessorChange): Promise<void> {
  await db
    .updateTable("processors")
    .set({ updated_at: new Date().toISOString() })
    .$if(change.name !== undefined, (q) => q.set({ name: change.name }))
    .$if(change.pipeline !== undefined, (q) =>
      q.set((eb) => ({ pipeline: change.pipeline, pipeline_version: eb("pipeline_version", "+", 1) })),
    )
    .$if(change.options !== undefined, (q) => q.set({ options: change.options }))
    .$if(change.tier !== undefined, (q) => q.set({ tier: change.tier }))
    .$if(change.failoverEnabled !== undefined, (q) => q.set({ failover_enabled: change.failoverEnabled ? 1 : 0 }))
    .$if(change.resumeFromCheckpoint !== undefined, (q) => q.set({ resume_from_checkpoint: change.resumeFromCheckpoint ? 1 : 0 }))
    .where("id", "=", id)
    .execute();
}

/** Writes down what is wanted of a processor, before it is made so. A deletion that has begun stays what is wanted. */
export async function setDesiredState(db: Database, id: string, desired: Exclude<DesiredState, "dropped">): Promise<void> {
  await db
    .updateTable("processors")
    .set({ desired_state: desired })
    .where("id", "=", id)
    .where("desired_state", "!=", "dropped")
    .execute();
}

/** Writes down that a deletion has begun: the processor is out of sight from now on. */
export async function markDropped(db: Database, id: string): Promise<void> {
  await db.updateTable("processors").set({ desired_state: "dropped" }).where("id", "=", id).execute();
}

/** Takes back a deletion that failed. */
export async function unmarkDropped(db: Database, id: string, desired: Exclude<DesiredState, "dropped">): Promise<void> {
  await db.updateTable("processors").set({ desired_state: desired }).where("id", "=", id).execute();
}

/** Facts that go with a change of state. `error` belongs to FAILED (and is cleared by every other state). */
export interface StateDetails {
  error?: StoredError;
  effectiveTier?: string;
}

/** Writes down where a processor is. STARTED sets `hasStarted` and uses up `resumeFromCheckpoint: false`. */
export async function setState(db: Database, id: string, state: StoredState, details: StateDetails = {}): Promise<void> {
  const { error } = details;
  await db
    .updateTable("processors")
    .set({
      state,
      state_changed_at: new Date().toISOString(),
      error_code: error?.code ?? null,
      error_message: error?.message ?? null,
      error_retryable: error === undefined ? null : error.retryable ? 1 : 0,
    })
    .$if(state === "STARTED", (q) => q.set({ has_started: 1, resume_from_checkpoint: 1 }))
    .$if(details.effectiveTier !== undefined, (q) => q.set({ effective_tier: details.effectiveTier }))
    .where("id", "=", id)
    .execute();
}

/** Removes the row. */
export async function deleteProcessor(db: Database, id: string): Promise<void> {
  await db.deleteFrom("processors").where("id", "=", id).execute();
}
