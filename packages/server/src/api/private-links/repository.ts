import { newId } from "../../store/id.ts";
import type { Database, PrivateLinkTable } from "../../store/schema.ts";
import { type JsonObject, parseJsonObject } from "../json.ts";

/** A stored private link; `settings` as they were sent. */
export interface StoredPrivateLink {
  id: string;
  projectId: string;
  settings: JsonObject;
  changedAt: Date;
}

function fromRow(row: PrivateLinkTable): StoredPrivateLink {
  return {
    id: row.id,
    projectId: row.project_id,
    settings: parseJsonObject(row.settings),
    changedAt: new Date(row.changed_at),
  };
}

export async function insertPrivateLink(
  db: Database,
  projectId: string,
  settings: JsonObject,
  now: Date,
): Promise<StoredPrivateLink> {
  const at = now.toISOString();
  const row = { id: newId(), project_id: projectId, settings: JSON.stringify(settings), created_at: at, changed_at: at };
  await db.insertInto("private_links").values(row).execute();
  return fromRow(row);
}

export async function findPrivateLink(db: Database, projectId: string, id: string): Promise<StoredPrivateLink | undefined> {
  const query = db.selectFrom("private_links").selectAll().where("project_id", "=", projectId).where("id", "=", id);
  const row = await query.executeTakeFirst();
  return row && fromRow(row);
}

/** A project's private links in order of creation. */
export async function listPrivateLinks(db: Database, projectId: string): Promise<StoredPrivateLink[]> {
  const query = db.selectFrom("private_links").selectAll().where("project_id", "=", projectId);
  return (await query.orderBy("created_at").orderBy("id").execute()).map(fromRow);
}

export async function updatePrivateLink(db: Database, link: StoredPrivateLink): Promise<void> {
  await db
    .updateTable("private_links")
    .set({ settings: JSON.stringify(link.settings), changed_at: link.changedAt.toISOString() })
    .where("id", "=", link.id)
    .execute();
}

export async function deletePrivateLink(db: Database, id: string): Promise<void> {
  await db.deleteFrom("private_links").where("id", "=", id).execute();
}

/** Settings of all connections and failover connections of a project, as far as they mention a text. */
export async function connectionsMentioning(db: Database, projectId: string, text: string): Promise<JsonObject[]> {
  const mentioned = `%${text}%`;
  const connections = await db
    .selectFrom("connections")
    .innerJoin("workspaces", "workspaces.id", "connections.workspace_id")
    .select("connections.settings")
    .where("workspaces.project_id", "=", projectId)
    .where("connections.settings", "like", mentioned)
    .execute();
  const failovers = await db
    .selectFrom("failover_connections")
    .innerJoin("connections", "connections.id", "failover_connections.connection_id")
    .innerJoin("workspaces", "workspaces.id", "connections.workspace_id")
    .select("failover_connections.settings")
    .where("workspaces.project_id", "=", projectId)
    .where("failover_connections.settings", "like", mentioned)
    .execute();
  return [...connections, ...failovers].map((row) => parseJsonObject(row.settings));
}
