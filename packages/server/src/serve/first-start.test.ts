import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listProcessorsByDesiredState } from "../api/processors/repository.ts";
import { findApiKey } from "../auth/repository.ts";
import { createSecrets } from "../secrets/secrets.ts";
import { openStore, type Store } from "../store/store.ts";
import { type Credentials, firstStart } from "./first-start.ts";
import { writeReadyFile } from "./ready-file.ts";

const secrets = createSecrets(Buffer.alloc(32, 7));
let data: string;
let store: Store;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "millrace-first-"));
  store = await openStore(":memory:");
});
afterEach(async () => {
  await store.close();
  rmSync(data, { recursive: true });
});

const start = (demo = true) => firstStart(store.db, secrets, { data, demo });
const read = () => JSON.parse(readFileSync(join(data, "credentials.json"), "utf8")) as Credentials;

test("the first start makes project, credentials for their owner alone, and a demo that is to run", async () => {
  const identity = await start();
  expect(identity).toMatchObject({ first: true, workspace: "demo", credentials: read() });
  expect(read()).toEqual({
    projectId: expect.stringMatching(/^[0-9a-f]{24}$/),
    publicKey: expect.stringMatching(/^[a-z]{8}$/),
    privateKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
    clientId: expect.stringMatching(/^mdb_sa_id_[0-9a-f]{24}$/),
    clientSecret: expect.stringMatching(/^mdb_sa_sk_/),
  });
  expect(statSync(join(data, "credentials.json")).mode & 0o777).toBe(0o600);
  expect((await listProcessorsByDesiredState(store.db, "started")).map(({ name }) => name)).toEqual(["solar"]);
});

test("later starts make nothing again", async () => {
  const { credentials } = await start();
  const second = await start();
  expect(second).toMatchObject({ first: false, workspace: "demo", credentials });
});

test("a deleted credentials file stays deleted", async () => {
  await start();
  rmSync(join(data, "credentials.json"));
  const { credentials, projectId } = await start();
  expect(credentials).toBeUndefined();
  expect(projectId).toMatch(/^[0-9a-f]{24}$/);
  expect(existsSync(join(data, "credentials.json"))).toBe(false);
});

test("without a demo there is none, then and later", async () => {
  expect((await start(false)).workspace).toBeUndefined();
  expect((await start(true)).workspace).toBeUndefined();
});

test("a server killed before the credentials were written makes new ones", async () => {
  const before = await start();
  rmSync(join(data, "credentials.json"));
  await store.db.deleteFrom("facts").where("name", "=", "first-start-credentials").execute();
  const after = await start();
  expect(after.projectId).toBe(before.projectId);
  expect(after.credentials!.publicKey).not.toBe(before.credentials!.publicKey);
  expect(await findApiKey(store.db, after.credentials!.publicKey)).toBeDefined();
});

test("the ready file tells scripts everything", async () => {
  const identity = await start();
  const file = join(data, "run", "ready.json");
  writeReadyFile(file, { url: "http://127.0.0.1:1234", identity });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    url: "http://127.0.0.1:1234",
    pid: process.pid,
    workspace: "demo",
    ...read(),
  });
});
