import { rolesIn } from "../../auth/access.ts";
import type { Grant } from "../../auth/repository.ts";
import type { Database } from "../../store/schema.ts";
import { listOrganizations, listProjects, type StoredOrganization, type StoredProject } from "./repository.ts";

/** The projects in which a caller has any role. */
export async function visibleProjects(db: Database, grants: readonly Grant[]): Promise<StoredProject[]> {
  return (await listProjects(db)).filter((project) => rolesIn(grants, project).length > 0);
}

/** The organisations in which a caller has a role, and those of its projects. */
export async function visibleOrganizations(db: Database, grants: readonly Grant[]): Promise<StoredOrganization[]> {
  const ids = new Set((await visibleProjects(db, grants)).map(({ organizationId }) => organizationId));
  for (const { scope, id } of grants) if (scope === "organization") ids.add(id);
  return (await listOrganizations(db)).filter(({ id }) => ids.has(id));
}
