import { entity, list, nothing } from "../answer.ts";
import type { ApiDeps } from "../build.ts";
import { ApiError } from "../errors.ts";
import type { Call, Operations } from "../operation.ts";
import { paths } from "../paths.ts";
import { page } from "../query.ts";
import { requireWorkspace } from "../workspaces/service.ts";
import { presentConnection } from "./present.ts";
import { countConnections, listConnections, type StoredConnection } from "./repository.ts";
import { type ConnectionPath, changeConnection, createConnection, removeConnection, requireConnection } from "./service.ts";

/** Connections (admin-api.md 2, 10.2). */
export function connectionOperations(api: ApiDeps): Operations {
  const deps = { db: api.store.db, secrets: api.secrets, runtime: api.runtime };
  const { db, secrets } = deps;

  const shown = (call: Call, connection: StoredConnection) =>
    entity(paths.connection(call.project.id, call.parameters["tenantName"]!, connection.name), presentConnection(connection));

  return {
    async listGroupStreamConnections({ project, parameters, query }) {
      const wanted = page(query);
      const workspace = await requireWorkspace(db, project.id, parameters["tenantName"]!);
      const connections = await listConnections(db, secrets, workspace.id, wanted);
      return list(connections.map(presentConnection), wanted, await countConnections(db, workspace.id));
    },

    async createGroupStreamConnection(call) {
      if (!call.body) throw new ApiError("MALFORMED_JSON");
      return shown(call, await createConnection(deps, call.project.id, call.parameters["tenantName"]!, call.body));
    },

    async getGroupStreamConnection(call) {
      return shown(call, (await requireConnection(db, secrets, pathOf(call))).connection);
    },

    async updateGroupStreamConnection(call) {
      if (!call.body) throw new ApiError("MALFORMED_JSON");
      return shown(call, await changeConnection(deps, pathOf(call), call.body));
    },

    async deleteGroupStreamConnection(call) {
      await removeConnection(deps, pathOf(call));
      return nothing;
    },
  };
}

function pathOf({ project, parameters }: Call): ConnectionPath {
  return { projectId: project.id, workspace: parameters["tenantName"]!, connection: parameters["connectionName"]! };
}
