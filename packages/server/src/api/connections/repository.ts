import type { Secrets } from "../../secrets/secrets.ts";
import { newId } from "../../store/id.ts";
import type { ConnectionTable, Database } from "../../store/schema.ts";
import { emptyObject, type JsonObject, mergeJson, parseJsonObject } from "../json.ts";

/** A stored connection. `settings` may be shown; `secrets` has the same shape, only with the fields that are kept sealed, and is opened when it is read. */
export interface StoredConnection {
  id: string;
  workspaceId: string;
  name: string;
  type: string;
  region: string;
  state: ConnectionTable["state"];
  settings: JsonObject;
  secrets: JsonObject;
}

/** What a caller decides about a new connection. */
export type NewConnection = Pick<StoredConnection, "name" | "type" | "region" | "settings" | "secrets">;

function fromRow(row: ConnectionTable, secrets: Secrets): StoredConnection {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    name: row.name,
    type: row.type,
    region: row.region,
    state: row.state,
    settings: parseJsonObject(row.settings),
    get secrets() {
      return row.secrets === "" ? emptyObject() : parseJsonObject(secrets.open(row.secrets, place(row.id)));
    },
  };
}

const place = (id: string) => ({ table: "connections", row: id, field: "secrets" });

function seal(id: string, clear: JsonObject, secrets: Secrets): string {
  return Object.keys(clear).length === 0 ? "" : secrets.seal(JSON.stringify(clear), place(id));
}

/** Stores a connection, ready for use. Throws a unique violation when the workspace has one of that name. */
export async function insertConnection(
  db: Database,
  secrets: Secrets,
  workspaceId: string,
  connection: NewConnection,
): Promise<StoredConnection> {
  const now = new Date().toISOString();
  const id = newId();
  const row: ConnectionTable = {
    id,
    workspace_id: workspaceId,
    name: connection.name,
    type: connection.type,
    region: connection.region,
    state: "READY",
    settings: JSON.stringify(connection.settings),
    secrets: seal(id, connection.secrets, secrets),
    created_at: now,
    updated_at: now,
  };
  await db.insertInto("connections").values(row).execute();
  return { ...connection, id, workspaceId, state: row.state };
}

export async function findConnectionByName(
  db: Database,
  secrets: Secrets,
  workspaceId: string,
  name: string,
): Promise<StoredConnection | undefined> {
  const row = await db
    .selectFrom("connections")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("name", "=", name)
    .executeTakeFirst();
  return row && fromRow(row, secrets);
}

/** A workspace's connections in order of creation. */
export async function listConnections(
  db: Database,
  secrets: Secrets,
  workspaceId: string,
  page?: { offset: number; limit: number },
): Promise<StoredConnection[]> {
  let query = db
    .selectFrom("connections")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .orderBy("created_at")
    .orderBy("id");
  if (page) query = query.limit(page.limit).offset(page.offset);
  return (await query.execute()).map((row) => fromRow(row, secrets));
}

export async function countConnections(db: Database, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom("connections")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Names and types of a workspace's connections, without opening a secret: what checking a pipeline needs. */
export async function listConnectionTypes(db: Database, workspaceId: string): Promise<{ name: string; type: string }[]> {
  return db.selectFrom("connections").select(["name", "type"]).where("workspace_id", "=", workspaceId).execute();
}

/** Writes all changeable fields of a connection. */
export async function updateConnection(db: Database, secrets: Secrets, connection: StoredConnection): Promise<void> {
  await db
    .updateTable("connections")
    .set({
      region: connection.region,
      settings: JSON.stringify(connection.settings),
      secrets: seal(connection.id, connection.secrets, secrets),
      updated_at: new Date().toISOString(),
    })
    .where("id", "=", connection.id)
    .execute();
}

export async function deleteConnection(db: Database, id: string): Promise<void> {
  await db.deleteFrom("connections").where("id", "=", id).execute();
}

/** A connection's settings with its secrets in clear: for the connector alone, never for an answer, log or error. */
export function clearSettings(connection: StoredConnection): JsonObject {
  return mergeJson(connection.settings, connection.secrets);
}
