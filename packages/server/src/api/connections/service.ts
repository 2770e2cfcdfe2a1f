import type { DefNode } from "@millrace/mql";
import type { Secrets } from "../../secrets/secrets.ts";
import { isUniqueViolation } from "../../store/errors.ts";
import type { Database } from "../../store/schema.ts";
import type { ProcessorRuntime } from "../../supervisor/runtime.ts";
import { ApiError } from "../errors.ts";
import { type JsonObject, mergeJson } from "../json.ts";
import { checkName } from "../names.ts";
import { isIdle } from "../processors/service.ts";
import { processorsUsing } from "../processors/uses.ts";
import { readBody } from "../read-body.ts";
import { checkRegion } from "../workspaces/regions.ts";
import type { StoredWorkspace } from "../workspaces/repository.ts";
import { requireWorkspace } from "../workspaces/service.ts";
import { changedSettings, withoutEmptyMaps } from "./change.ts";
import {
  deleteConnection,
  findConnectionByName,
  insertConnection,
  type StoredConnection,
  updateConnection,
} from "./repository.ts";
import { divide } from "./secrets.ts";
import { kindOf } from "./types/index.ts";

export interface ConnectionDeps {
  db: Database;
  secrets: Secrets;
  runtime: ProcessorRuntime;
}

/** Names of one connection. */
export interface ConnectionPath {
  projectId: string;
  workspace: string;
  connection: string;
}

/** The connection of that name. Throws STREAM_TENANT_NOT_FOUND_FOR_NAME or STREAM_CONNECTION_NOT_FOUND_FOR_NAME. */
export async function requireConnection(db: Database, secrets: Secrets, path: ConnectionPath) {
  const workspace = await requireWorkspace(db, path.projectId, path.workspace);
  const connection = await findConnectionByName(db, secrets, workspace.id, path.connection);
  if (!connection) {
    throw new ApiError("STREAM_CONNECTION_NOT_FOUND_FOR_NAME", [path.connection, path.projectId, path.workspace]);
  }
  return { workspace, connection };
}

/** Stores a connection after checking its settings; ready at once (admin-api.md 10.2). */
export async function createConnection(
  deps: ConnectionDeps,
  projectId: string,
  workspaceName: string,
  body: DefNode,
): Promise<StoredConnection> {
  const { name, type, region, ...given } = readBody("StreamsConnection", body) as unknown as JsonObject;
  if (typeof name !== "string") throw new ApiError("MISSING_ATTRIBUTE", ["name"]);
  checkName("connection", name);
  try {
    return await deps.db.transaction().execute(async (trx) => {
      const workspace = await requireWorkspace(trx, projectId, workspaceName);
      const place = (region ?? workspace.region) as string;
      checkPlace(workspace, place);
      const kind = kindOf(type as string);
      kind.check(given, { name, projectId, region: place });
      const stored = divide(kind, withoutEmptyMaps(given));
      return insertConnection(trx, deps.secrets, workspace.id, { name, type: kind.type, region: place, ...stored });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ApiError("STREAM_CONNECTION_ALREADY_EXISTS_FOR_NAME", [name, projectId, workspaceName]);
  }
}

function checkPlace(workspace: StoredWorkspace, region: string): void {
  checkRegion({ cloudProvider: workspace.cloudProvider, region });
}

/** Changes what the body names. Refused while a processor that uses the connection runs or is about to (admin-api.md 13.8). */
export async function changeConnection(deps: ConnectionDeps, path: ConnectionPath, body: DefNode): Promise<StoredConnection> {
  // Fields are judged before anything is looked up, unless only the stored connection tells which fields there are.
  const early = namesType(body) ? readChange(body) : undefined;
  return deps.db.transaction().execute(async (trx) => {
    const { workspace, connection } = await requireConnection(trx, deps.secrets, path);
    const { name, type, region, ...given } = early ?? readChange(body, connection.type);
    if (type !== undefined && type !== connection.type) throw new ApiError("ATTRIBUTE_READ_ONLY", ["type"]);
    if (name !== undefined && name !== connection.name) throw new ApiError("ATTRIBUTE_READ_ONLY", ["name"]);
    const place = typeof region === "string" ? region : connection.region;
    if (place !== connection.region) checkPlace(workspace, place);
    const kind = kindOf(connection.type);
    const all = changedSettings(mergeJson(connection.settings, connection.secrets), given);
    kind.check(all, { name: connection.name, projectId: path.projectId, region: place });
    const users = await processorsUsing(trx, workspace.id, connection.name);
    if (!users.every(({ id }) => isIdle(deps.runtime, id))) {
      throw new ApiError("STREAM_CONNECTION_HAS_STREAM_PROCESSORS", [connection.name]);
    }
    const after = { ...connection, region: place, ...divide(kind, withoutEmptyMaps(all)) };
    await updateConnection(trx, deps.secrets, after);
    return after;
  });
}

function namesType(body: DefNode): boolean {
  return body.kind === "object" && body.entries.some(({ key }) => key === "type");
}

function readChange(body: DefNode, variant?: string): JsonObject {
  return readBody("StreamsConnection", body, { change: true, variant }) as unknown as JsonObject;
}

/** Removes a connection. Refused while any processor uses it, running or not (admin-api.md 6.2). */
export async function removeConnection(deps: ConnectionDeps, path: ConnectionPath): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const { workspace, connection } = await requireConnection(trx, deps.secrets, path);
    if ((await processorsUsing(trx, workspace.id, connection.name)).length > 0) {
      throw new ApiError("STREAM_CONNECTION_HAS_STREAM_PROCESSORS", [connection.name]);
    }
    await deleteConnection(trx, connection.id);
  });
}
