import { newId } from "../../store/id.ts";
import type { Database, WorkspaceTable } from "../../store/schema.ts";

/** Where a workspace's processors run (admin-api.md 9.2). */
export interface Region {
  cloudProvider: string;
  region: string;
}

/** A stored workspace. */
export interface StoredWorkspace extends Region {
  id: string;
  projectId: string;
  name: string;
  tier: string;
  maxTier: string | undefined;
  failoverRegions: Region[];
  createdAt: Date;
}

function fromRow(row: WorkspaceTable): StoredWorkspace {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    cloudProvider: row.cloud_provider,
    region: row.region,
    tier: row.tier,
    maxTier: row.max_tier ?? undefined,
    failoverRegions: JSON.parse(row.failover_regions) as Region[],
    createdAt: new Date(row.created_at),
  };
}

/** What a caller decides about a new workspace. */
export interface NewWorkspace extends Region {
  name: string;
  tier: string;
  maxTier?: string;
  failoverRegions?: Region[];
}

/** Stores a workspace. Throws a unique violation when the project has one of that name. */
export async function insertWorkspace(db: Database, projectId: string, workspace: NewWorkspace): Promise<StoredWorkspace> {
  const row: WorkspaceTable = {
    id: newId(),
    project_id: projectId,
    name: workspace.name,
    cloud_provider: workspace.cloudProvider,
    region: workspace.region,
    tier: workspace.tier,
    max_tier: workspace.maxTier ?? null,
    failover_regions: JSON.stringify(workspace.failoverRegions ?? []),
    created_at: new Date().toISOString(),
  };
  await db.insertInto("workspaces").values(row).execute();
  return fromRow(row);
}

export async function findWorkspace(db: Database, id: string): Promise<StoredWorkspace | undefined> {
  const row = await db.selectFrom("workspaces").selectAll().where("id", "=", id).executeTakeFirst();
  return row && fromRow(row);
}

export async function findWorkspaceByName(db: Database, projectId: string, name: string): Promise<StoredWorkspace | undefined> {
  const row = await db
    .selectFrom("workspaces")
    .selectAll()
    .where("project_id", "=", projectId)
    .where("name", "=", name)
    .executeTakeFirst();
  return row && fromRow(row);
}

/** A project's workspaces in order of creation. */
export async function listWorkspaces(
  db: Database,
  projectId: string,
  page?: { offset: number; limit: number },
): Promise<StoredWorkspace[]> {
  let query = db.selectFrom("workspaces").selectAll().where("project_id", "=", projectId).orderBy("created_at").orderBy("id");
  if (page) query = query.limit(page.limit).offset(page.offset);
  return (await query.execute()).map(fromRow);
}

export async function countWorkspaces(db: Database, projectId: string): Promise<number> {
  const { count } = await db
    .selectFrom("workspaces")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("project_id", "=", projectId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Writes all changeable fields of a workspace. */
export async function updateWorkspace(db: Database, workspace: StoredWorkspace): Promise<void> {
  await db
    .updateTable("workspaces")
    .set({
      cloud_provider: workspace.cloudProvider,
      region: workspace.region,
      tier: workspace.tier,
      max_tier: workspace.maxTier ?? null,
      failover_regions: JSON.stringify(workspace.failoverRegions),
    })
    .where("id", "=", workspace.id)
    .execute();
}

/** Removes a workspace with its connections. Fails while it has processors. */
export async function deleteWorkspace(db: Database, id: string): Promise<void> {
  await db.deleteFrom("workspaces").where("id", "=", id).execute();
}

/** Whether a workspace has processors, those included whose deletion has begun. */
export async function hasProcessors(db: Database, id: string): Promise<boolean> {
  const row = await db.selectFrom("processors").select("id").where("workspace_id", "=", id).limit(1).executeTakeFirst();
  return row !== undefined;
}
