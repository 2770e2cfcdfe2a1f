import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listProjects } from "../api/projects/repository.ts";
import { findWorkspaceByName } from "../api/workspaces/repository.ts";
import { bootstrap, type FirstStart } from "../auth/bootstrap.ts";
import { createApiKey, createServiceAccount } from "../auth/credentials.ts";
import type { Secrets } from "../secrets/secrets.ts";
import type { Database } from "../store/schema.ts";
import { DEMO_WORKSPACE, makeDemo } from "./demo.ts";
import { writePrivateFile } from "./private-file.ts";

/** The credentials of the first start, as `<data>/credentials.json` holds them. */
export type Credentials = FirstStart;

/** Who and what there is to work with. */
export interface Identity {
  projectId: string;
  /** Absent when their file was deleted, as it may be. */
  credentials?: Credentials;
  credentialsFile: string;
  /** The demo's, while it is there. */
  workspace?: string;
  first: boolean;
}

/** What was done at the first start, so that a server killed in the middle of it finishes, and later starts do nothing. */
const CREDENTIALS_DONE = "first-start-credentials";
const DEMO_DONE = "first-start-demo";

/** Makes project, credentials and demo at the first start; afterwards only tells what there is. */
export async function firstStart(
  db: Database,
  secrets: Secrets,
  { data, demo }: { data: string; demo: boolean },
): Promise<Identity> {
  const credentialsFile = join(data, "credentials.json");
  const made = await bootstrap(db, secrets);
  const projectId = made?.projectId ?? (await listProjects(db))[0]!.id;
  const first = made !== undefined;
  if (!(await isDone(db, CREDENTIALS_DONE))) {
    // The server was killed before it had written them down: nobody knows them, so there are new ones.
    const credentials = made ?? (await newCredentials(db, secrets, projectId));
    writePrivateFile(credentialsFile, `${JSON.stringify(credentials, null, 2)}\n`);
    await done(db, CREDENTIALS_DONE);
  }
  if (!(await isDone(db, DEMO_DONE))) {
    await db.transaction().execute(async (trx) => {
      if (demo) await makeDemo(trx, secrets, projectId);
      await done(trx, DEMO_DONE);
    });
  }
  const workspace = await findWorkspaceByName(db, projectId, DEMO_WORKSPACE);
  return { projectId, credentials: readCredentials(credentialsFile), credentialsFile, workspace: workspace?.name, first };
}

async function newCredentials(db: Database, secrets: Secrets, projectId: string): Promise<Credentials> {
  const owner = [{ scope: "project", id: projectId, role: "GROUP_OWNER" }] as const;
  return db.transaction().execute(async (trx) => ({
    projectId,
    ...(await createApiKey(trx, secrets, "first start", owner)),
    ...(await createServiceAccount(trx, "first start", owner)),
  }));
}

function readCredentials(file: string): Credentials | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Credentials;
  } catch {
    return undefined;
  }
}

async function isDone(db: Database, name: string): Promise<boolean> {
  return (await db.selectFrom("facts").select("name").where("name", "=", name).executeTakeFirst()) !== undefined;
}

async function done(db: Database, name: string): Promise<void> {
  await db.insertInto("facts").values({ name, value: new Date().toISOString() }).execute();
}
