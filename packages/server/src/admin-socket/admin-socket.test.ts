import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProcessorError } from "@millrace/engine";
import type { Document } from "@millrace/mql";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { insertProcessor } from "../api/processors/repository.ts";
import { insertWorkspace } from "../api/workspaces/repository.ts";
import { bootstrap } from "../auth/bootstrap.ts";
import { createSecrets } from "../secrets/secrets.ts";
import { openStore, type Store } from "../store/store.ts";
import { Supervisor } from "../supervisor/supervisor.ts";
import { FakePlacement, unreachable } from "../supervisor/testing/fake-placement.ts";
import { quiet, VirtualClock } from "../supervisor/testing/virtual-clock.ts";
import { AdminError, type TailEvent } from "./client.ts";
import { connectAdmin } from "./index.ts";
import { openAdminSocket } from "./server.ts";

const secrets = createSecrets(Buffer.alloc(32, 7));
let folder: string;
let store: Store;
let placement: FakePlacement;
let supervisor: Supervisor;
let id: string;
let close: () => Promise<void>;

async function open(dataDirectory: string): Promise<void> {
  const log = pino({ level: "silent" });
  const config = [{ name: "port", value: 8080, origin: "default" as const }];
  close = await openAdminSocket({ dataDirectory, db: store.db, supervisor, config, log, url: () => "http://127.0.0.1:8080" });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "millrace-admin-"));
  store = await openStore(":memory:");
  const { projectId } = (await bootstrap(store.db, secrets))!;
  const workspace = await insertWorkspace(store.db, projectId, { name: "demo", tier: "SP5", cloudProvider: "AWS", region: "X" });
  const pipeline = JSON.stringify([{ $source: { documents: [{ a: 1 }] } }, { $emit: { connectionName: "__testLog" } }]);
  ({ id } = await insertProcessor(store.db, workspace.id, { name: "a/b c", pipeline }));
  placement = new FakePlacement();
  supervisor = new Supervisor({
    db: store.db,
    secrets,
    clock: new VirtualClock(),
    placement,
    dataDirectory: folder,
    deadLetterDirectory: folder,
    memoryMb: 1_000,
    processors: [],
    log: () => {},
  });
  supervisor.open();
  await open(folder);
});
afterEach(async () => {
  await close();
  await supervisor.close(1_000);
  await store.close();
  rmSync(folder, { recursive: true });
});

test("health, configuration and processors of all workspaces", async () => {
  const client = await connectAdmin(folder);
  expect(await client.health()).toEqual({ status: "ok", pid: process.pid, url: "http://127.0.0.1:8080" });
  expect(await client.config()).toEqual([{ name: "port", value: 8080, origin: "default" }]);
  expect(await client.processors()).toEqual([
    { workspace: "demo", name: "a/b c", id, state: "CREATED", status: "created", tier: "SP5", since: expect.any(String) },
  ]);
  expect(statSync(join(folder, "admin.sock")).mode & 0o777).toBe(0o600);
});

test("start, stats and stop by names, whatever characters are in them", async () => {
  const client = await connectAdmin(folder);
  await client.start("demo", "a/b c", { resumeFromCheckpoint: false, tier: "SP10" });
  expect(placement.last.assignment).toMatchObject({ tier: { name: "SP10" }, order: { resume: false } });
  placement.last.document = { inputMessageCount: 5n, watermark: new Date(0) } as Document;
  expect(await client.stats("demo", "a/b c")).toMatchObject({
    name: "a/b c",
    processorId: id,
    state: "STARTED",
    tier: "SP10",
    stats: { inputMessageCount: 5n, watermark: new Date(0), status: "running" },
  });
  await client.stop("demo", "a/b c");
  expect(await client.stats("demo", "a/b c")).toMatchObject({
    state: "STOPPED",
    stats: { inputMessageCount: 5n, status: "created" },
  });
});

test("what cannot be done says why", async () => {
  const client = await connectAdmin(folder);
  await expect(client.stop("demo", "nobody")).rejects.toMatchObject({
    kind: "missing",
    message: "workspace demo has no processor nobody",
  });
  await expect(client.stop("nowhere", "x")).rejects.toMatchObject({ kind: "missing", message: "there is no workspace nowhere" });
  await expect(client.stop("demo", "a/b c")).rejects.toMatchObject({
    kind: "refused",
    message: expect.stringContaining("not running"),
  });
  placement.starting = async () => {
    throw unreachable();
  };
  await expect(client.start("demo", "a/b c")).rejects.toMatchObject({
    kind: "refused",
    message: "Broker localhost:1 cannot be reached",
  });
  expect((await client.processors())[0]).toMatchObject({ state: "FAILED", error: { code: 125 } });
  await expect(client.start("demo", "a/b c", { tiers: 1 } as object)).rejects.toBeInstanceOf(AdminError);
});

test("tail shows the latest results, then new ones, over a restart, until the reader leaves", async () => {
  const client = await connectAdmin(folder);
  const leave = new AbortController();
  const events: TailEvent[] = [];
  const tailing = (async () => {
    for await (const event of client.tail("demo", "a/b c", leave.signal)) events.push(event);
  })();
  await settle(() => events.length === 1);
  await client.start("demo", "a/b c");
  placement.last.show([{ n: 1 }]);
  await settle(() => events.length >= 5);
  placement.last.fail(new ProcessorError(420, "user-fatal", "no such topic"));
  await settle(() => events.length >= 6);
  expect(events).toEqual([
    { state: "CREATED" },
    { state: "PROVISIONING" },
    { state: "STARTED" },
    { document: { latest: true } },
    { document: { n: 1 } },
    { state: "FAILED", error: "no such topic" },
  ]);
  leave.abort();
  await tailing;
  await settle(() => placement.last.listeners.size === 0);
});

test("tail ends when the server does", async () => {
  const client = await connectAdmin(folder);
  const events = client.tail("demo", "a/b c")[Symbol.asyncIterator]();
  await events.next();
  await supervisor.close(1_000);
  expect(await events.next()).toEqual({ done: true, value: undefined });
});

test("a directory in which no server runs is told as such", async () => {
  await close();
  await expect(connectAdmin(folder)).rejects.toMatchObject({
    kind: "no-server",
    message: expect.stringContaining("start one with `millrace serve`"),
  });
  await expect(connectAdmin("/nowhere/at/all")).rejects.toMatchObject({ kind: "no-server" });
});

test("the socket of a killed server does not disturb the next one", async () => {
  const stale = await import("node:net").then(({ createServer }) => createServer());
  await close();
  await new Promise<void>((resolve) => stale.listen(join(folder, "admin.sock"), resolve));
  await open(folder);
  expect((await (await connectAdmin(folder)).health()).status).toBe("ok");
  stale.close();
});

test("a data directory with a path longer than sockets may have", async () => {
  await close();
  const deep = join(folder, "d".repeat(60), "e".repeat(60));
  mkdirSync(deep, { recursive: true });
  await open(deep);
  expect(statSync(join(deep, "admin.sock")).isSocket()).toBe(true);
  expect((await (await connectAdmin(deep)).health()).pid).toBe(process.pid);
});

async function settle(condition: () => boolean): Promise<void> {
  // Real sockets take as long as the machine is busy: a bound in time, not in turns of the loop.
  const deadline = Date.now() + 10_000;
  while (!condition() && Date.now() < deadline) await quiet();
  expect(condition()).toBe(true);
}
