import { parseDefinition } from "@millrace/mql";
import { isUniqueViolation } from "../../store/errors.ts";
import type { Database } from "../../store/schema.ts";
import type { ProcessorRuntime } from "../../supervisor/runtime.ts";
import { ApiError } from "../errors.ts";
import type { Schemas } from "../generated/schemas.ts";
import { type JsonObject, parseJsonObject, writeJson } from "../json.ts";
import { checkProcessorName } from "../names.ts";
import type { StoredWorkspace } from "../workspaces/repository.ts";
import { requireWorkspace } from "../workspaces/service.ts";
import { checkConnections, checkPipeline, processorError } from "./check.ts";
import { incompatibility } from "./compatibility.ts";
import { changedOptions } from "./options.ts";
import { findProcessorByName, insertProcessor, type StoredProcessor, updateProcessor } from "./repository.ts";

export interface ProcessorDeps {
  db: Database;
  runtime: ProcessorRuntime;
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

/** Whether a processor neither runs nor is on its way to or from running: nobody has read its definition or its connections. */
export function isIdle(runtime: ProcessorRuntime, id: string): boolean {
  return ["CREATED", "STOPPED", "FAILED"].includes(runtime.state(id).name);
}

/** Throws unless the processor neither runs nor is on its way to or from running. */
export function requireIdle(runtime: ProcessorRuntime, processor: StoredProcessor, intent: string): void {
  if (isIdle(runtime, processor.id)) return;
  const { name } = runtime.state(processor.id);
  throw processorError(processor.name, `INVALID_STATE: the processor is ${name}; it must be stopped before it is ${intent}`);
}
