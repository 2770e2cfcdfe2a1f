import type { DefNode } from "@millrace/mql";
import type { Secrets } from "../../secrets/secrets.ts";
import { isUniqueViolation } from "../../store/errors.ts";
import type { Database } from "../../store/schema.ts";
import { changedSettings, withoutEmptyMaps } from "../connections/change.ts";
import { divide } from "../connections/secrets.ts";
import { type ConnectionPath, requireConnection } from "../connections/service.ts";
import { kindOf } from "../connections/types/index.ts";
import { ApiError, invalid } from "../errors.ts";
import { type JsonObject, mergeJson } from "../json.ts";
import { readBody } from "../read-body.ts";
import type { StoredWorkspace } from "../workspaces/repository.ts";
import {
  deleteFailoverConnection,
  findFailoverConnection,
  insertFailoverConnection,
  type StoredFailoverConnection,
  updateFailoverConnection,
} from "./repository.ts";

export interface FailoverConnectionDeps {
  db: Database;
  secrets: Secrets;
}

/** Names of one failover connection. */
export interface FailoverConnectionPath extends ConnectionPath {
  id: string;
}

/** Types of connections that can fail over (admin-api.md 9.4). */
const types: ReadonlySet<string> = new Set(["Cluster", "Kafka"]);

/** The failover connection of that id. Throws STREAM_FAILOVER_CONNECTION_NOT_FOUND, or what a missing connection or workspace throws. */
export async function requireFailoverConnection(
  { db, secrets }: FailoverConnectionDeps,
  path: FailoverConnectionPath,
): Promise<StoredFailoverConnection> {
  const { connection } = await requireConnection(db, secrets, path);
  const found = await findFailoverConnection(db, secrets, connection, path.id);
  if (!found) throw new ApiError("STREAM_FAILOVER_CONNECTION_NOT_FOUND", [path.id, path.connection]);
  return found;
}

/** Stores what a connection is in a failover region of its workspace; ready at once (admin-api.md 10.3). */
export async function createFailoverConnection(
  deps: FailoverConnectionDeps,
  path: ConnectionPath,
  body: DefNode,
): Promise<StoredFailoverConnection> {
  checkType(body);
  const { name = path.connection, type, region, ...given } = read(body);
  if (name !== path.connection) throw invalid(`the name of a failover connection is that of its connection, ${path.connection}`);
  if (typeof region !== "string" || region === "") throw new ApiError("MISSING_ATTRIBUTE", ["region"]);
  try {
    return await deps.db.transaction().execute(async (trx) => {
      const { workspace, connection } = await requireConnection(trx, deps.secrets, path);
      if (type !== connection.type)
        throw invalid(`the type of a failover connection is that of its connection, ${connection.type}`);
      checkRegion(workspace, region);
      const kind = kindOf(connection.type);
      kind.check(given, { name: connection.name, projectId: path.projectId, region });
      return insertFailoverConnection(trx, deps.secrets, connection, { region, ...divide(kind, withoutEmptyMaps(given)) });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ApiError("STREAM_FAILOVER_CONNECTION_ALREADY_EXISTS", [path.connection, region]);
  }
}

/** A type that the schema does not know is told in the words of admin-api.md 6.4. */
function checkType(body: DefNode): void {
  const given = body.kind === "object" ? body.entries.find(({ key }) => key === "type")?.value : undefined;
  if (given?.kind !== "scalar" || typeof given.value !== "string" || types.has(given.value)) return;
  throw invalid("only connections of the types Cluster and Kafka have failover connections");
}

function checkRegion({ name, failoverRegions }: StoredWorkspace, region: string): void {
  if (failoverRegions.some((known) => known.region === region)) return;
  throw invalid(`${region} is no failover region of the workspace ${name}`);
}

/** Changes what the body names; type, region and name stay (admin-api.md 9.4, 10.3). */
export async function changeFailoverConnection(
  deps: FailoverConnectionDeps,
  path: FailoverConnectionPath,
  body: DefNode,
): Promise<StoredFailoverConnection> {
  checkType(body);
  return deps.db.transaction().execute(async (trx) => {
    const before = await requireFailoverConnection({ ...deps, db: trx }, path);
    const { name, type, region, ...given } = read(body, before.type);
    if (type !== undefined && type !== before.type) throw new ApiError("ATTRIBUTE_READ_ONLY", ["type"]);
    if (region !== undefined && region !== before.region) throw new ApiError("ATTRIBUTE_READ_ONLY", ["region"]);
    if (name !== undefined && name !== before.name) throw new ApiError("ATTRIBUTE_READ_ONLY", ["name"]);
    const kind = kindOf(before.type);
    const all = changedSettings(mergeJson(before.settings, before.secrets), given);
    kind.check(all, { name: before.name, projectId: path.projectId, region: before.region });
    const after = { ...before, ...divide(kind, withoutEmptyMaps(all)) };
    await updateFailoverConnection(trx, deps.secrets, after);
    return after;
  });
}

/** Reads a body; with the stored type, as a change. */
function read(body: DefNode, stored?: string): JsonObject {
  const options = stored === undefined ? {} : { change: true, variant: stored };
  return readBody("StreamsFailoverConnection", body, options) as unknown as JsonObject;
}

export async function removeFailoverConnection(deps: FailoverConnectionDeps, path: FailoverConnectionPath): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const { id } = await requireFailoverConnection({ ...deps, db: trx }, path);
    await deleteFailoverConnection(trx, id);
  });
}
