import type { Secrets } from "../../secrets/secrets.ts";
import { newId } from "../../store/id.ts";
import type { Database, FailoverConnectionTable } from "../../store/schema.ts";
import type { StoredConnection } from "../connections/repository.ts";
import { emptyObject, parseJsonObject } from "../json.ts";

/** A stored failover connection. Name and type are those of its connection. */
export interface StoredFailoverConnection extends Omit<StoredConnection, "workspaceId"> {
  connectionId: string;
}

/** The connection that a failover connection belongs to. */
type Parent = Pick<StoredConnection, "id" | "name" | "type">;

const place = (id: string) => ({ table: "failover_connections", row: id, field: "secrets" });

function seal(id: string, clear: StoredConnection["secrets"], secrets: Secrets): string {
  return Object.keys(clear).length === 0 ? "" : secrets.seal(JSON.stringify(clear), place(id));
}

function fromRow(row: FailoverConnectionTable, { name, type }: Parent, secrets: Secrets): StoredFailoverConnection {
  return {
    id: row.id,
    connectionId: row.connection_id,
    name,
    type,
    region: row.region,
    state: row.state,
    settings: parseJsonObject(row.settings),
    get secrets() {
      return row.secrets === "" ? emptyObject() : parseJsonObject(secrets.open(row.secrets, place(row.id)));
    },
  };
}

/** Stores a failover connection, ready for use. Throws a unique violation when its connection has one for the region. */
export async function insertFailoverConnection(
  db: Database,
  secrets: Secrets,
  parent: Parent,
  given: Pick<StoredConnection, "region" | "settings" | "secrets">,
): Promise<StoredFailoverConnection> {
  const id = newId();
  const now = new Date().toISOString();
  const row: FailoverConnectionTable = {
    id,
    connection_id: parent.id,
    region: given.region,
    state: "READY",
    settings: JSON.stringify(given.settings),
    secrets: seal(id, given.secrets, secrets),
    created_at: now,
    updated_at: now,
  };
  await db.insertInto("failover_connections").values(row).execute();
  return { ...given, id, connectionId: parent.id, name: parent.name, type: parent.type, state: row.state };
}

export async function findFailoverConnection(
  db: Database,
  secrets: Secrets,
  parent: Parent,
  id: string,
): Promise<StoredFailoverConnection | undefined> {
  const row = await db
    .selectFrom("failover_connections")
    .selectAll()
    .where("connection_id", "=", parent.id)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && fromRow(row, parent, secrets);
}

/** A connection's failover connections in order of creation; there are at most as many as failover regions. */
export async function listFailoverConnections(
  db: Database,
  secrets: Secrets,
  parent: Parent,
): Promise<StoredFailoverConnection[]> {
  const query = db.selectFrom("failover_connections").selectAll().where("connection_id", "=", parent.id);
  const rows = await query.orderBy("created_at").orderBy("id").execute();
  return rows.map((row) => fromRow(row, parent, secrets));
}

/** Writes the settings of a failover connection. */
export async function updateFailoverConnection(
  db: Database,
  secrets: Secrets,
  connection: StoredFailoverConnection,
): Promise<void> {
  await db
    .updateTable("failover_connections")
    .set({
      settings: JSON.stringify(connection.settings),
      secrets: seal(connection.id, connection.secrets, secrets),
      updated_at: new Date().toISOString(),
    })
    .where("id", "=", connection.id)
    .execute();
}

export async function deleteFailoverConnection(db: Database, id: string): Promise<void> {
  await db.deleteFrom("failover_connections").where("id", "=", id).execute();
}
