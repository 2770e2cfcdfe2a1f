import type { Grant } from "./repository.ts";
import type { Role } from "./roles.ts";

/** Roles that pass everywhere in their project or organisation. */
const owners: ReadonlySet<Role> = new Set<Role>(["GROUP_OWNER", "ORG_OWNER"]);

/** A role that passes wherever the other one does (admin-api.md 13.27). */
const includes: ReadonlyMap<Role, Role> = new Map<Role, Role>([
  ["GROUP_STREAM_PROCESSING_OWNER", "GROUP_STREAM_PROCESSING_MANAGER"],
]);

/** The roles that a caller has in a project, its organisation's included. Empty: the caller does not see the project. */
export function rolesIn(grants: readonly Grant[], project: { id: string; organizationId: string }): Role[] {
  return grants
    .filter((grant) => grant.id === (grant.scope === "project" ? project.id : project.organizationId))
    .map((grant) => grant.role);
}

/** Whether any of the roles is enough for an operation that names the needed ones. Reading a project needs any role in it. */
export function mayDo(roles: readonly Role[], needed: readonly string[]): boolean {
  return roles.some(
    (role) =>
      owners.has(role) ||
      needed.includes(role) ||
      needed.includes(includes.get(role) ?? role) ||
      needed.includes("GROUP_READ_ONLY"),
  );
}
