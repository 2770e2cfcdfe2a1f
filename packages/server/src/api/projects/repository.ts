import { newId } from "../../store/id.ts";
import type { Database } from "../../store/schema.ts";

/** A stored project; the API calls it a group. */
export interface StoredProject {
  id: string;
  organizationId: string;
  name: string;
  createdAt: Date;
}

/** A stored organisation, to which projects belong. */
export interface StoredOrganization {
  id: string;
  name: string;
}

/** All organisations in order of creation. */
export async function listOrganizations(db: Database): Promise<StoredOrganization[]> {
  return db.selectFrom("organizations").select(["id", "name"]).orderBy("created_at").orderBy("id").execute();
}

export async function insertOrganization(db: Database, name: string): Promise<string> {
  const id = newId();
  await db.insertInto("organizations").values({ id, name, created_at: new Date().toISOString() }).execute();
  return id;
}

/** Stores a project. Throws a unique violation when the name is taken. */
export async function insertProject(db: Database, organizationId: string, name: string): Promise<StoredProject> {
  const row = { id: newId(), organization_id: organizationId, name, created_at: new Date().toISOString() };
  await db.insertInto("projects").values(row).execute();
  return { id: row.id, organizationId, name, createdAt: new Date(row.created_at) };
}

export async function findProject(db: Database, id: string): Promise<StoredProject | undefined> {
  const row = await db.selectFrom("projects").selectAll().where("id", "=", id).executeTakeFirst();
  return row && { id: row.id, organizationId: row.organization_id, name: row.name, createdAt: new Date(row.created_at) };
}

/** All projects in order of creation. */
export async function listProjects(db: Database): Promise<StoredProject[]> {
  const rows = await db.selectFrom("projects").selectAll().orderBy("created_at").orderBy("id").execute();
  return rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    createdAt: new Date(row.created_at),
  }));
}
