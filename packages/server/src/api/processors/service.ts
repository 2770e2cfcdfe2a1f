import { ProcessorError } from "@millrace/engine";
import { parseDefinition } from "@millrace/mql";
import { isUniqueViolation } from "../../store/errors.ts";
import type { Database } from "../../store/schema.ts";
import type { ProcessorRuntime } from "../../supervisor/runtime.ts";
import { ApiError, invalid } from "../errors.ts";
import type { Schemas } from "../generated/schemas.ts";
import { type JsonObject, parseJsonObject, writeJson } from "../json.ts";
import { checkProcessorName } from "../names.ts";
import type { StoredWorkspace } from "../workspaces/repository.ts";
import { requireWorkspace } from "../workspaces/service.ts";
import { checkConnections, checkPipeline, processorError } from "./check.ts";
import { incompatibility } from "./compatibility.ts";
import { changedOptions } from "./options.ts";
import {
  deleteProcessor,
  findProcessor,
  findProcessorByName,
  insertProcessor,
  listProcessors,
  type StoredProcessor,
  setDesiredState,
  updateProcessor,
} from "./repository.ts";

export interface ProcessorDeps {
  db: Database;
  runtime: ProcessorRuntime;
  /** How long a start or stop may take before the caller is told that it goes on; milliseconds. */
  patience: number;
}

/** Names of one processor. */
export interface ProcessorPath {
  projectId: string;
  workspace: string;
  processor: string;
}

export interface Located {
  workspace: StoredWorkspace;
  processor: StoredProcessor;
}

/** The processor of that name. Throws STREAM_TENANT_NOT_FOUND_FOR_NAME or STREAM_PROCESSOR_NOT_FOUND_FOR_NAME. */
export async function requireProcessor(db: Database, path: ProcessorPath): Promise<Located> {
  const workspace = await requireWorkspace(db, path.projectId, path.workspace);
  const processor = await findProcessorByName(db, workspace.id, path.processor);
  if (!processor) throw notFound(path);
  return { workspace, processor };
}

function notFound(path: ProcessorPath): ApiError {
  return new ApiError("STREAM_PROCESSOR_NOT_FOUND_FOR_NAME", [path.processor, path.projectId, path.workspace]);
}

/** Stores a checked definition; nothing is left behind when the check fails (admin-api.md 10.4). */
export async function createProcessor(
  deps: ProcessorDeps,
  projectId: string,
  workspaceName: string,
  body: Schemas["StreamsProcessor"],
): Promise<StoredProcessor> {
  const { name, pipeline, tier, failoverEnabled, dlq } = body;
  if (name === undefined) throw new ApiError("MISSING_ATTRIBUTE", ["name"]);
  if (pipeline === undefined) throw new ApiError("MISSING_ATTRIBUTE", ["pipeline"]);
  checkProcessorName(name);
  const given = { ...(dlq && { dlq }), ...body.options } as JsonObject;
  const options = body.options || dlq ? changedOptions(undefined, given) : undefined;
  const { id } = await requireWorkspace(deps.db, projectId, workspaceName);
  await checkPipeline(deps.runtime, id, name, pipeline.node);
  try {
    return await deps.db.transaction().execute(async (trx) => {
      const workspace = await requireWorkspace(trx, projectId, workspaceName);
      await checkConnections(trx, workspace, { name, pipeline: pipeline.text, options, failoverEnabled });
      return insertProcessor(trx, workspace.id, {
        name,
        pipeline: pipeline.text,
        options: options && writeJson(options),
        tier,
        failoverEnabled,
      });
    });
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken(name, projectId, workspaceName) : error;
  }
}

function nameTaken(name: string, projectId: string, workspaceName: string): ApiError {
  return new ApiError("STREAM_PROCESSOR_ALREADY_EXISTS_FOR_NAME", [name, projectId, workspaceName]);
}

/** Changes a definition of a processor that does not run; its state stays what it was (admin-api.md 10.4). */
export async function changeProcessor(
  deps: ProcessorDeps,
  path: ProcessorPath,
  body: Schemas["StreamsModifyStreamProcessor"],
): Promise<Located> {
  const { resumeFromCheckpoint, ...optionChange } = { ...body.options } as JsonObject & { resumeFromCheckpoint?: boolean };
  const clear = resumeFromCheckpoint === false;
  const changesOptions = body.options === null || Object.keys(optionChange).length > 0;
  if (body.name !== undefined) checkProcessorName(body.name);
  const { workspace, processor } = await requireProcessor(deps.db, path);
  requireIdle(deps.runtime, processor, "changed");
  if (body.pipeline) await checkPipeline(deps.runtime, workspace.id, processor.name, body.pipeline.node);
  try {
    await deps.db.transaction().execute(async (trx) => {
      const { workspace, processor } = await requireProcessor(trx, path);
      requireIdle(deps.runtime, processor, "changed");
      const before = processor.options === undefined ? undefined : parseJsonObject(processor.options);
      const options = body.options === null ? undefined : changedOptions(before, optionChange);
      const definition = {
        name: body.name ?? processor.name,
        pipeline: body.pipeline?.text ?? processor.pipeline,
        options,
        failoverEnabled: body.failoverEnabled ?? processor.failoverEnabled,
      };
      await checkConnections(trx, workspace, definition);
      if (body.pipeline && processor.hasStarted && !clear) checkCompatible(processor, body.pipeline.text);
      await updateProcessor(trx, processor.id, {
        name: body.name ?? undefined,
        pipeline: body.pipeline && body.pipeline.text !== processor.pipeline ? body.pipeline.text : undefined,
        options: changesOptions ? (options ? writeJson(options) : null) : undefined,
        tier: body.tier ?? undefined,
        failoverEnabled: body.failoverEnabled ?? undefined,
        resumeFromCheckpoint: clear ? false : undefined,
      });
    });
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken(body.name!, path.projectId, path.workspace) : error;
  }
  return requireProcessor(deps.db, { ...path, processor: body.name ?? path.processor });
}

function checkCompatible(processor: StoredProcessor, pipeline: string): void {
  const reason = incompatibility(parseDefinition(processor.pipeline), parseDefinition(pipeline));
  if (reason === undefined) return;
  throw processorError(
    processor.name,
    `${reason} while it resumes from its checkpoint; pass resumeFromCheckpoint: false to begin anew`,
  );
}

/** Throws unless the processor neither runs nor is on its way to or from running. */
function requireIdle(runtime: ProcessorRuntime, processor: StoredProcessor, intent: string): void {
  const { name } = runtime.state(processor.id);
  if (name === "CREATED" || name === "STOPPED" || name === "FAILED") return;
  throw processorError(processor.name, `INVALID_STATE: the processor is ${name}; it must be stopped before it is ${intent}`);
}

/** Starts a processor and waits until it runs (admin-api.md 10.4). */
export async function startProcessor(
  deps: ProcessorDeps,
  path: ProcessorPath,
  body: Schemas["StreamsStartStreamProcessorWith"] = {},
): Promise<void> {
  if (body.failover) throw invalid("failover is not available: this server has one region");
  const startAtOperationTime = body.startAtOperationTime === undefined ? undefined : instant(body.startAtOperationTime);
  const { processor } = await requireProcessor(deps.db, path);
  requireIdle(deps.runtime, processor, "started");
  if (body.autoscaling) await storeAutoscaling(deps.db, processor, body.autoscaling as unknown as JsonObject);
  const options = { resumeFromCheckpoint: body.resumeFromCheckpoint, startAtOperationTime, tier: body.tier };
  await engine(deps, path, () => deps.runtime.start(processor.id, options));
  if (body.tier !== undefined) await updateProcessor(deps.db, processor.id, { tier: body.tier });
}

async function storeAutoscaling(db: Database, processor: StoredProcessor, autoscaling: JsonObject): Promise<void> {
  const before = processor.options === undefined ? undefined : parseJsonObject(processor.options);
  const options = changedOptions(before, { autoscaling });
  await updateProcessor(db, processor.id, { options: options ? writeJson(options) : null });
}

/** An ISO 8601 time with a zone. Throws INVALID_DATE_FORMAT. */
function instant(text: string): Date {
  const date = new Date(text);
  const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i;
  if (!shape.test(text) || Number.isNaN(date.getTime())) throw new ApiError("INVALID_DATE_FORMAT", [text]);
  return date;
}

/** Stops a processor and waits for its final checkpoint. */
export async function stopProcessor(deps: ProcessorDeps, path: ProcessorPath): Promise<void> {
  const { processor } = await requireProcessor(deps.db, path);
  const { name } = deps.runtime.state(processor.id);
  if (name === "CREATED" || name === "STOPPED" || name === "FAILED") {
    throw processorError(processor.name, `INVALID_STATE: the processor is ${name}, so it cannot be stopped`);
  }
  await engine(deps, path, () => deps.runtime.stop(processor.id));
}

/** Runs what the engine does, in the words of the API: its refusals are 400, its silence is 504. */
async function engine(deps: ProcessorDeps, path: ProcessorPath, work: () => Promise<void>): Promise<void> {
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
export async function removeProcessor(deps: ProcessorDeps, path: ProcessorPath): Promise<void> {
  const { processor } = await deps.db.transaction().execute(async (trx) => {
    const located = await requireProcessor(trx, path);
    await setDesiredState(trx, located.processor.id, "dropped");
    return located;
  });
  await finishRemoval(deps, processor.id);
}

/** The part of a removal that follows once it is written down. */
export async function finishRemoval({ db, runtime }: Pick<ProcessorDeps, "db" | "runtime">, id: string): Promise<void> {
  try {
    await runtime.drop(id);
  } catch (error) {
    if (await findProcessor(db, id)) await setDesiredState(db, id, "stopped");
    throw error;
  }
  await deleteProcessor(db, id);
}

/**
 * Brings all processors of a workspace to a state. One that cannot does not keep the others from it;
 * the first such problem is thrown in the end (admin-api.md 10.1).
 */
export async function setAllStates(
  deps: Omit<ProcessorDeps, "patience"> & Partial<Pick<ProcessorDeps, "patience">>,
  workspace: StoredWorkspace,
  wanted: Schemas["StreamsProcessorStatus"],
): Promise<void> {
  if (wanted.status === "FAILED_OVER") throw invalid("failover is not available: this server has one region");
  const processors = await listProcessors(deps.db, workspace.id);
  const act = (processor: StoredProcessor) => {
    const path = { projectId: workspace.projectId, workspace: workspace.name, processor: processor.name };
    const full = { patience: PATIENCE, ...deps };
    return wanted.status === "STARTED" ? startProcessor(full, path) : stopProcessor(full, path);
  };
  const idle = processors.filter(({ id }) => (deps.runtime.state(id).shown === "STARTED") !== (wanted.status === "STARTED"));
  const results = await Promise.allSettled(idle.map(act));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}

/** A stop really takes up to about three minutes (admin-api.md 6.2). */
export const PATIENCE = 180_000;
