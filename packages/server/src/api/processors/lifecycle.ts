import { ProcessorError } from "@millrace/engine";
import { isWriteFailure } from "../../store/errors.ts";
import type { Database } from "../../store/schema.ts";
import { ApiError, invalid } from "../errors.ts";
import type { Schemas } from "../generated/schemas.ts";
import { type JsonObject, parseJsonObject, writeJson } from "../json.ts";
import type { StoredWorkspace } from "../workspaces/repository.ts";
import { processorError } from "./check.ts";
import { changedOptions } from "./options.ts";
import {
  deleteProcessor,
  findProcessor,
  listProcessors,
  markDropped,
  type StoredProcessor,
  unmarkDropped,
  updateProcessor,
} from "./repository.ts";
import { isIdle, type ProcessorDeps, type ProcessorPath, requireIdle, requireProcessor } from "./service.ts";

export interface LifecycleDeps extends ProcessorDeps {
  /** How long a start or stop may take before the caller is told that it goes on; milliseconds. */
  patience: number;
}

/** A stop really takes up to about three minutes (admin-api.md 6.2). */
export const PATIENCE = 180_000;

/** Starts a processor and waits until it runs (admin-api.md 10.4). */
export async function startProcessor(
  deps: LifecycleDeps,
  path: ProcessorPath,
  body: Schemas["StreamsStartStreamProcessorWith"] = {},
): Promise<void> {
  if (body.failover) throw invalid("failover is not available: this server has one region");
  const startAtOperationTime = body.startAtOperationTime === undefined ? undefined : instant(body.startAtOperationTime);
  const { processor } = await requireProcessor(deps.db, path);
  requireIdle(deps.runtime, processor, "started");
  const { resumeFromCheckpoint, tier, autoscaling } = body;
  const store = (db: Database) => storeStart(db, processor.id, { tier, autoscaling: autoscaling as JsonObject | undefined });
  await engine(deps, path, () => deps.runtime.start(processor.id, { resumeFromCheckpoint, startAtOperationTime, tier, store }));
}

/** Tier and scaling that came with a start stay those of the processor. */
async function storeStart(
  db: Database,
  id: string,
  { tier, autoscaling }: { tier: string | undefined; autoscaling: JsonObject | undefined },
): Promise<void> {
  if (tier !== undefined) await updateProcessor(db, id, { tier });
  const processor = autoscaling && (await findProcessor(db, id));
  if (!processor) return;
  const before = processor.options === undefined ? undefined : parseJsonObject(processor.options);
  const options = changedOptions(before, { autoscaling });
  await updateProcessor(db, id, { options: options ? writeJson(options) : null });
}

/** An ISO 8601 time with a zone. Throws INVALID_DATE_FORMAT. */
function instant(text: string): Date {
  const date = new Date(text);
  const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i;
  if (!shape.test(text) || Number.isNaN(date.getTime())) throw new ApiError("INVALID_DATE_FORMAT", [text]);
  return date;
}

/** Stops a processor and waits for its final checkpoint. */
export async function stopProcessor(deps: LifecycleDeps, path: ProcessorPath): Promise<void> {
  const { processor } = await requireProcessor(deps.db, path);
  if (isIdle(deps.runtime, processor.id)) {
    const { name } = deps.runtime.state(processor.id);
    throw processorError(processor.name, `INVALID_STATE: the processor is ${name}, so it cannot be stopped`);
  }
  await engine(deps, path, () => deps.runtime.stop(processor.id));
}

/** Runs what the engine does, in the words of the API: its refusals are 400, its silence is 504. */
async function engine(deps: LifecycleDeps, path: ProcessorPath, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ApiError("STREAM_PROCESSOR_TIMEOUT", [path.workspace, path.processor])), deps.patience);
  });
  try {
    const working = work();
    working.catch(() => undefined);
    await Promise.race([working, silence]);
  } catch (error) {
    throw error instanceof ProcessorError ? processorError(path.processor, engineText(error)) : error;
  } finally {
    clearTimeout(timer);
  }
}

function engineText(error: ProcessorError): string {
  return error.code === 125 && error.errorClass === "user-fatal" ? `INVALID_STATE: ${error.message}` : error.message;
}

/** Removes a processor, running or not, with its checkpoints. Once begun it is finished even after a crash. */
export async function removeProcessor(deps: LifecycleDeps, path: ProcessorPath): Promise<void> {
  const { processor } = await deps.db.transaction().execute(async (trx) => {
    const located = await requireProcessor(trx, path);
    await markDropped(trx, located.processor.id);
    return located;
  });
  await finishRemoval(deps, processor);
}

/** The part of a removal that follows once it is written down. If it fails, the processor is there as before. */
export async function finishRemoval({ db, runtime }: ProcessorDeps, { id, desiredState }: StoredProcessor): Promise<void> {
  try {
    await runtime.drop(id);
  } catch (error) {
    await unmarkDropped(db, id, desiredState === "started" ? "started" : "stopped");
    throw error;
  }
  await deleteAtLast(db, id);
}

/** When the row of a finished removal is tried again; milliseconds. It is out of sight already, but holds its name. */
const RETRY_DELETE = 2_000;

/**
 * Deletes the row of a processor that is gone. The removal is written down and done, so a disk that is full now does not make it fail:
 * it is tried again until it works, at the latest after a restart.
 */
async function deleteAtLast(db: Database, id: string): Promise<void> {
  try {
    await deleteProcessor(db, id).catch(() => deleteProcessor(db, id));
  } catch (error) {
    if (!isWriteFailure(error)) throw error;
    setTimeout(() => void deleteAtLast(db, id).catch(() => undefined), RETRY_DELETE).unref();
  }
}

/** Throws VALIDATION_ERROR for a status to which processors cannot be brought here. */
export function checkStatus(wanted: Schemas["StreamsProcessorStatus"]): void {
  if (wanted.status === "FAILED_OVER") throw invalid("failover is not available: this server has one region");
}

/**
 * Brings all processors of a workspace to a state. One that cannot does not keep the others from it;
 * what went wrong with which is thrown in the end (admin-api.md 10.1).
 */
export async function setAllStates(
  deps: LifecycleDeps,
  workspace: StoredWorkspace,
  wanted: Schemas["StreamsProcessorStatus"],
): Promise<void> {
  const processors = await listProcessors(deps.db, workspace.id);
  const act = (processor: StoredProcessor) => {
    const path = { projectId: workspace.projectId, workspace: workspace.name, processor: processor.name };
    return wanted.status === "STARTED" ? startProcessor(deps, path) : stopProcessor(deps, path);
  };
  const idle = processors.filter(({ id }) => (deps.runtime.state(id).shown === "STARTED") !== (wanted.status === "STARTED"));
  const results = await Promise.allSettled(idle.map(act));
  const reasons = results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
  if (reasons.length > 0) throw together(reasons);
}

/** Problems of several processors as one error; anything else first, as it is. */
function together(reasons: readonly unknown[]): unknown {
  const problems = reasons.filter((reason) => reason instanceof ApiError && reason.code === "STREAM_PROCESSOR_GENERIC_ERROR");
  const other = reasons.find((reason) => !problems.includes(reason));
  if (other !== undefined || problems.length === 1) return other ?? problems[0];
  const all = (problems as ApiError[]).map(({ parameters }) => parameters);
  return processorError(all.map(([name]) => name).join(", "), all.map(([name, problem]) => `${name}: ${problem}`).join("; "));
}
