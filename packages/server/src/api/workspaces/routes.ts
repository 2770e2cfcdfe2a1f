import { entity, list, nothing } from "../answer.ts";
import type { ApiDeps } from "../build.ts";
import { presentConnection } from "../connections/present.ts";
import { listConnections } from "../connections/repository.ts";
import { ApiError } from "../errors.ts";
import type { Call, Operations } from "../operation.ts";
import { paths } from "../paths.ts";
import { PATIENCE } from "../processors/lifecycle.ts";
import { flag, page } from "../query.ts";
import { readBody } from "../read-body.ts";
import { presentWorkspace } from "./present.ts";
import { countWorkspaces, listWorkspaces, type StoredWorkspace } from "./repository.ts";
import { changeWorkspace, createWorkspace, removeWorkspace, requireWorkspace } from "./service.ts";

/** Workspaces (admin-api.md 2, 10.1); the document calls them tenants. */
export function workspaceOperations(api: ApiDeps): Operations {
  const deps = { db: api.store.db, secrets: api.secrets, runtime: api.runtime, patience: api.patience ?? PATIENCE };
  const { db, secrets } = deps;
  const host = () => new URL(api.publicUrl()).hostname;
  const shown = (workspace: StoredWorkspace) =>
    entity(paths.workspace(workspace.projectId, workspace.name), presentWorkspace(workspace, host()));

  async function create(call: Call, withSample: boolean) {
    if (!call.body) throw new ApiError("MALFORMED_JSON");
    return shown(await createWorkspace(deps, call.project.id, readBody("StreamsTenant", call.body), withSample));
  }

  return {
    async listGroupStreamWorkspaces({ project, query }) {
      const wanted = page(query);
      const workspaces = await listWorkspaces(db, project.id, wanted);
      const results = workspaces.map((workspace) => presentWorkspace(workspace, host()));
      return list(results, wanted, await countWorkspaces(db, project.id));
    },

    createGroupStreamWorkspace: (call) => create(call, false),

    withGroupStreamSampleConnections: (call) => create(call, true),

    async getGroupStreamWorkspace({ project, parameters, query }) {
      const withConnections = flag(query, "includeConnections", false);
      const workspace = await requireWorkspace(db, project.id, parameters["tenantName"]!);
      if (!withConnections) return shown(workspace);
      const connections = (await listConnections(db, secrets, workspace.id)).map(presentConnection);
      return entity(paths.workspace(project.id, workspace.name), presentWorkspace(workspace, host(), connections));
    },

    async updateGroupStreamWorkspace({ project, parameters, body }) {
      if (!body) throw new ApiError("MALFORMED_JSON");
      const change = readBody("StreamsTenantUpdateRequest", body, { change: true });
      return shown(await changeWorkspace(deps, project.id, parameters["tenantName"]!, change));
    },

    async deleteGroupStreamWorkspace({ project, parameters }) {
      await removeWorkspace(db, project.id, parameters["tenantName"]!);
      return nothing;
    },
  };
}
