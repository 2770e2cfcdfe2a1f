import type { Schemas } from "../generated/schemas.ts";
import type { StoredProject } from "./repository.ts";

/** A project as it is shown. Clusters are the cluster registry's and belong to no project. */
export function presentProject({ id, name, organizationId, createdAt }: StoredProject): Schemas["Group"] {
  return { clusterCount: 0, created: createdAt.toISOString(), id, name, orgId: organizationId };
}
