import { entity, list, nothing } from "../answer.ts";
import type { ApiDeps } from "../build.ts";
import { presentConnection } from "../connections/present.ts";
import { type ConnectionPath, requireConnection } from "../connections/service.ts";
import { ApiError } from "../errors.ts";
import type { Call, Operations } from "../operation.ts";
import { paths } from "../paths.ts";
import { page } from "../query.ts";
import { listFailoverConnections, type StoredFailoverConnection } from "./repository.ts";
import {
  changeFailoverConnection,
  createFailoverConnection,
  type FailoverConnectionPath,
  removeFailoverConnection,
  requireFailoverConnection,
} from "./service.ts";

/** Failover connections (admin-api.md 9.4, 10.3). */
export function failoverConnectionOperations(api: ApiDeps): Operations {
  const deps = { db: api.store.db, secrets: api.secrets };

  const shown = (call: Call, connection: StoredFailoverConnection) => {
    const { projectId, workspace, connection: name } = parentOf(call);
    return entity(paths.failoverConnection(projectId, workspace, name, connection.id), presentConnection(connection));
  };

  return {
    async listGroupStreamConnectionFailoverConnections(call) {
      const wanted = page(call.query);
      const { connection } = await requireConnection(deps.db, deps.secrets, parentOf(call));
      const all = await listFailoverConnections(deps.db, deps.secrets, connection);
      const shownHere = all.slice(wanted.offset, wanted.offset + wanted.limit);
      return list(shownHere.map(presentConnection), wanted, all.length);
    },

    async createGroupStreamConnectionFailoverConnection(call) {
      if (!call.body) throw new ApiError("MALFORMED_JSON");
      return shown(call, await createFailoverConnection(deps, parentOf(call), call.body));
    },

    async getGroupStreamConnectionFailoverConnection(call) {
      return shown(call, await requireFailoverConnection(deps, pathOf(call)));
    },

    async updateGroupStreamConnectionFailoverConnection(call) {
      if (!call.body) throw new ApiError("MALFORMED_JSON");
      return shown(call, await changeFailoverConnection(deps, pathOf(call), call.body));
    },

    async deleteGroupStreamConnectionFailoverConnection(call) {
      await removeFailoverConnection(deps, pathOf(call));
      return nothing;
    },
  };
}

function parentOf({ project, parameters }: Call): ConnectionPath {
  return { projectId: project.id, workspace: parameters["tenantName"]!, connection: parameters["connectionName"]! };
}

function pathOf(call: Call): FailoverConnectionPath {
  return { ...parentOf(call), id: call.parameters["failoverConnectionId"]! };
}
