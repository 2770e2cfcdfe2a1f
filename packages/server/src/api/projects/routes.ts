import { entity } from "../answer.ts";
import type { Operations } from "../operation.ts";
import { presentProject } from "./present.ts";

/** Reading one project (admin-api.md 8.3). */
export function projectOperations(): Operations {
  return {
    async getGroup({ project }) {
      return entity(`/api/atlas/v2/groups/${project.id}`, presentProject(project));
    },
  };
}
