import { findProcessorByName, listProcessors, type StoredProcessor } from "../api/processors/repository.ts";
import { listProjects } from "../api/projects/repository.ts";
import { findWorkspaceByName, listWorkspaces, type StoredWorkspace } from "../api/workspaces/repository.ts";
import type { Database } from "../store/schema.ts";
import type { ProcessorRuntime } from "../supervisor/runtime.ts";
import type { ListedProcessor } from "./protocol.ts";

/** A processor and the workspace it is in. */
export interface Located {
  workspace: StoredWorkspace;
  processor: StoredProcessor;
}

/** No processor is called so. */
export class NotFound extends Error {}

/** All processors of all projects. */
export async function listAll(db: Database, runtime: ProcessorRuntime): Promise<ListedProcessor[]> {
  const listed: ListedProcessor[] = [];
  for (const project of await listProjects(db)) {
    for (const workspace of await listWorkspaces(db, project.id)) {
      for (const processor of await listProcessors(db, workspace.id)) listed.push(present({ workspace, processor }, runtime));
    }
  }
  return listed;
}

/** Finds a processor by the names of its workspace and itself; the first where several projects have such a workspace. */
export async function locate(db: Database, workspaceName: string, name: string): Promise<Located> {
  let found = false;
  for (const project of await listProjects(db)) {
    const workspace = await findWorkspaceByName(db, project.id, workspaceName);
    found ||= workspace !== undefined;
    const processor = workspace && (await findProcessorByName(db, workspace.id, name));
    if (workspace && processor) return { workspace, processor };
  }
  throw new NotFound(found ? `workspace ${workspaceName} has no processor ${name}` : `there is no workspace ${workspaceName}`);
}

export function present({ workspace, processor }: Located, runtime: ProcessorRuntime): ListedProcessor {
  const { name, status, since, error } = runtime.state(processor.id);
  return {
    workspace: workspace.name,
    name: processor.name,
    id: processor.id,
    state: name,
    status,
    tier: processor.effectiveTier ?? processor.tier ?? workspace.tier,
    since: since.toISOString(),
    ...(error && { error }),
  };
}
