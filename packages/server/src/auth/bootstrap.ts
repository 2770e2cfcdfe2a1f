import { insertOrganization, insertProject, listProjects } from "../api/projects/repository.ts";
import type { Secrets } from "../secrets/secrets.ts";
import type { Database } from "../store/schema.ts";
import { type ApiKeyPair, createApiKey, createServiceAccount, type ServiceAccountCredentials } from "./credentials.ts";

/** What a first start makes. The credentials are in clear here and nowhere else. */
export interface FirstStart extends ApiKeyPair, ServiceAccountCredentials {
  projectId: string;
}

/**
 * Creates the first project with a key pair and a service account that own it, in one transaction.
 * Undefined when the store has a project already.
 */
export async function bootstrap(db: Database, secrets: Secrets): Promise<FirstStart | undefined> {
  return db.transaction().execute(async (trx) => {
    if ((await listProjects(trx)).length > 0) return undefined;
    const organizationId = await insertOrganization(trx, "Millrace");
    const project = await insertProject(trx, organizationId, "Project 0");
    const owner = [{ scope: "project", id: project.id, role: "GROUP_OWNER" }] as const;
    const keys = await createApiKey(trx, secrets, "first start", owner);
    const account = await createServiceAccount(trx, "first start", owner);
    return { projectId: project.id, ...keys, ...account };
  });
}
