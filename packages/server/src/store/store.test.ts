import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { insertProcessor } from "../api/processors/repository.ts";
import { insertOrganization, insertProject, listProjects } from "../api/projects/repository.ts";
import { deleteWorkspace, findWorkspaceByName, insertWorkspace } from "../api/workspaces/repository.ts";
import { isUniqueViolation } from "./errors.ts";
import { openStore } from "./store.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-store-"));
  file = join(folder, "millrace.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const virginia = { cloudProvider: "AWS", region: "VIRGINIA_USA", tier: "SP30" };

test("what was stored is there after closing and opening again", async () => {
  const first = await openStore(file);
  const project = await insertProject(first.db, await insertOrganization(first.db, "o"), "p");
  await insertWorkspace(first.db, project.id, {
    name: "w",
    ...virginia,
    failoverRegions: [{ cloudProvider: "AWS", region: "OHIO_USA" }],
  });
  await first.close();

  const second = await openStore(file);
  const workspace = await findWorkspaceByName(second.db, project.id, "w");
  await second.close();
  expect(workspace).toMatchObject({
    name: "w",
    tier: "SP30",
    maxTier: undefined,
    failoverRegions: [{ cloudProvider: "AWS", region: "OHIO_USA" }],
  });
});

test("every commit is synchronised to disk, in a write-ahead log", async () => {
  const store = await openStore(file);
  const pragma = async (name: string) => (await store.db.executeQuery({ sql: `PRAGMA ${name}`, parameters: [] } as never)).rows;
  const [mode, synchronous, keys] = [await pragma("journal_mode"), await pragma("synchronous"), await pragma("foreign_keys")];
  await store.close();
  expect([...mode, ...synchronous, ...keys].map((row) => Object.values(row as object)[0])).toEqual(["wal", 2, 1]);
});

test("a store that another process has open is refused", async () => {
  const store = await openStore(file);
  const script = `import { openStore } from ${JSON.stringify(new URL("./store.ts", import.meta.url).href)};
    await openStore(${JSON.stringify(file)}).catch((error) => console.log(error.name, error.problem, error.message));`;
  const other = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  await store.close();
  expect(other.stdout.trim()).toBe(`StoreError in-use ${file} is in use by another Millrace instance`);
});

test("a store written by a newer version is refused and not changed", async () => {
  await (await openStore(file)).close();
  const raw = new DatabaseSync(file);
  raw.exec("PRAGMA journal_mode = DELETE; UPDATE schema_version SET version = 99");
  raw.close();

  await expect(openStore(file)).rejects.toMatchObject({
    name: "StoreError",
    problem: "newer",
    message: /schema 99.*newer Millrace/,
  });
  const after = new DatabaseSync(file);
  expect(after.prepare("SELECT version FROM schema_version").all()).toEqual([{ version: 99 }]);
  after.close();
});

test("a damaged file is refused and not changed", async () => {
  writeFileSync(file, "this is not a database, but long enough to look at as one".repeat(100));
  const before = readFileSync(file);
  await expect(openStore(file)).rejects.toMatchObject({ name: "StoreError", problem: "corrupted" });
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("damage in the middle of the file is found when opening", async () => {
  const store = await openStore(file);
  await insertOrganization(store.db, "o");
  await store.close();
  const bytes = readFileSync(file);
  bytes.fill(0xff, 4096, 8192);
  bytes.fill(0xff, 8192, 12288);
  writeFileSync(file, bytes);
  await expect(openStore(file)).rejects.toMatchObject({ name: "StoreError", problem: "corrupted" });
});

test("a database of another program is refused", async () => {
  const raw = new DatabaseSync(file);
  raw.exec("CREATE TABLE songs (title TEXT)");
  raw.close();
  await expect(openStore(file)).rejects.toMatchObject({ problem: "corrupted", message: /another program/ });
});

test("a folder that does not exist is named", async () => {
  await expect(openStore(join(folder, "none", "millrace.db"))).rejects.toMatchObject({ problem: "unwritable" });
});

test("a failed transaction leaves nothing behind and the store goes on", async () => {
  const store = await openStore(file);
  const broken = store.db.transaction().execute(async (trx) => {
    await insertProject(trx, await insertOrganization(trx, "o"), "p");
    throw new Error("no");
  });
  await expect(broken).rejects.toThrow("no");
  expect(await listProjects(store.db)).toEqual([]);
  await insertProject(store.db, await insertOrganization(store.db, "o"), "p");
  expect(await listProjects(store.db)).toHaveLength(1);
  await store.close();
});

test("a full disk fails the write with its own reason, and the store still answers", async () => {
  const store = await openStore(file);
  const project = await insertProject(store.db, await insertOrganization(store.db, "o"), "p");
  const workspace = await insertWorkspace(store.db, project.id, { name: "w", ...virginia });
  await store.db.executeQuery({ sql: "PRAGMA max_page_count = 1", parameters: [] } as never);
  const write = store.db
    .transaction()
    .execute((trx) => insertProcessor(trx, workspace.id, { name: "p", pipeline: "x".repeat(1_000_000) }));
  await expect(write).rejects.toThrow(/full/);
  expect(await findWorkspaceByName(store.db, project.id, "w")).toBeDefined();
  await store.close();
});

test("names are unique, and a workspace with processors cannot go", async () => {
  const store = await openStore(":memory:");
  const project = await insertProject(store.db, await insertOrganization(store.db, "o"), "p");
  const workspace = await insertWorkspace(store.db, project.id, { name: "w", ...virginia });
  const again = await insertWorkspace(store.db, project.id, { name: "w", ...virginia }).catch((error) => error);
  expect(isUniqueViolation(again)).toBe(true);
  await insertProcessor(store.db, workspace.id, { name: "p", pipeline: "[]" });
  await expect(deleteWorkspace(store.db, workspace.id)).rejects.toThrow(/FOREIGN KEY/);
  await store.close();
});
