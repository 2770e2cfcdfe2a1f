import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Document } from "@millrace/mql";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  findProcessor,
  insertProcessor,
  markDropped,
  setDesiredState,
  setState,
  updateProcessor,
} from "../api/processors/repository.ts";
import { insertWorkspace, type StoredWorkspace } from "../api/workspaces/repository.ts";
import { bootstrap } from "../auth/bootstrap.ts";
import { createSecrets } from "../secrets/secrets.ts";
import type { Database, StoredState } from "../store/schema.ts";
import { openStore, type Store } from "../store/store.ts";
import { Supervisor } from "./supervisor.ts";
import { FakePlacement, unreachable } from "./testing/fake-placement.ts";
import { quiet, VirtualClock } from "./testing/virtual-clock.ts";

const secrets = createSecrets(Buffer.alloc(32, 7));
const pipeline = JSON.stringify([{ $source: { documents: [{ a: 1 }] } }, { $emit: { connectionName: "__testLog" } }]);

let dataDirectory: string;
let store: Store;
let workspace: StoredWorkspace;
let placement: FakePlacement;
let clock: VirtualClock;

beforeEach(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), "millrace-supervisor-"));
  store = await openStore(":memory:");
  const { projectId } = (await bootstrap(store.db, secrets))!;
  workspace = await insertWorkspace(store.db, projectId, { name: "w", tier: "SP5", cloudProvider: "AWS", region: "X" });
  placement = new FakePlacement();
  clock = new VirtualClock();
});
afterEach(async () => {
  await store.close();
  rmSync(dataDirectory, { recursive: true });
});

async function supervisor(): Promise<Supervisor> {
  const { db } = store;
  const log = () => {};
  const deps = {
    db,
    secrets,
    clock,
    placement,
    dataDirectory,
    deadLetterDirectory: "/dead",
    memoryMb: 1_000,
    processors: [],
    log,
  };
  const made = new Supervisor(deps);
  await made.load();
  made.open();
  await settle();
  return made;
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await quiet();
}

let names = 0;
async function processor(state?: StoredState, desired?: "started" | "stopped"): Promise<string> {
  const { id } = await insertProcessor(store.db, workspace.id, { name: `p${names++}`, pipeline });
  if (state)
    await setState(store.db, id, state, state === "FAILED" ? { error: { code: 419, message: "no topic", retryable: true } } : {});
  if (desired) await setDesiredState(store.db, id, desired);
  return id;
}

test.each([
  ["CREATED", "stopped", "CREATED"],
  ["PROVISIONING", "stopped", "CREATED"],
  ["STARTED", "started", "STARTED"],
  // Killed between the wish and the deed.
  ["PROVISIONING", "started", "STARTED"],
  ["STARTED", "stopped", "STOPPED"],
  ["STOPPING", "stopped", "STOPPED"],
  ["STOPPED", "stopped", "STOPPED"],
  ["FAILED", "stopped", "FAILED"],
] as const)("after a crash in %s, wanted %s, a processor is %s", async (stored, desired, state) => {
  const id = await processor(stored, desired);
  const server = await supervisor();
  expect(server.state(id).name).toBe(state);
  expect(placement.runs).toHaveLength(state === "STARTED" ? 1 : 0);
  await server.close(1_000);
});

test("a failed processor still says why after a restart", async () => {
  const id = await processor("FAILED", "stopped");
  const server = await supervisor();
  expect(server.state(id)).toMatchObject({
    shown: "FAILED",
    error: { code: 419, codeName: "StreamProcessorSourceNotFound", message: "no topic", retryable: true },
  });
  await server.close(1_000);
});

test("start and stop are written down: what is wanted, where it is, with which tier", async () => {
  const id = await processor();
  const server = await supervisor();
  await server.start(id, { tier: "SP2" });
  expect(await findProcessor(store.db, id)).toMatchObject({
    state: "STARTED",
    desiredState: "started",
    hasStarted: true,
    effectiveTier: "SP2",
  });
  await server.stop(id);
  expect(await findProcessor(store.db, id)).toMatchObject({ state: "STOPPED", desiredState: "stopped", hasStarted: true });
  placement.starting = async () => {
    throw unreachable();
  };
  await expect(server.start(id)).rejects.toThrow("cannot be reached");
  expect(await findProcessor(store.db, id)).toMatchObject({
    state: "FAILED",
    desiredState: "stopped",
    error: { code: 125, message: "Broker localhost:1 cannot be reached", retryable: true },
  });
  await server.close(1_000);
});

test("what a start changes besides is stored with STARTED, or not at all", async () => {
  const id = await processor();
  const server = await supervisor();
  const options = { tier: "SP2", store: (db: Database) => updateProcessor(db, id, { tier: "SP2" }) };
  placement.starting = async () => {
    throw unreachable();
  };
  await expect(server.start(id, options)).rejects.toThrow("cannot be reached");
  expect(await findProcessor(store.db, id)).toMatchObject({ tier: undefined, effectiveTier: undefined });
  placement.starting = async () => {};
  const failing = () => Promise.reject(new Error("disk full"));
  await expect(server.start(id, { ...options, store: failing })).rejects.toThrow("disk full");
  expect(await findProcessor(store.db, id)).toMatchObject({
    state: "STOPPED",
    desiredState: "stopped",
    effectiveTier: undefined,
  });
  expect(await server.start(id, options)).toBeUndefined();
  expect(await findProcessor(store.db, id)).toMatchObject({ state: "STARTED", tier: "SP2", effectiveTier: "SP2" });
  await server.close(1_000);
});

test("a start that comes when a removal is all but done does not run a processor that nobody sees", async () => {
  const id = await processor();
  const server = await supervisor();
  await markDropped(store.db, id);
  await server.drop(id);
  await expect(server.start(id)).rejects.toThrow("does not exist any more");
  expect(placement.runs).toHaveLength(0);
  await server.close(1_000);
});

test("statistics: none before the first start, live while it runs, the last ones afterwards and after a restart", async () => {
  const id = await processor();
  const first = await supervisor();
  expect(await first.stats(id)).toBeUndefined();
  await first.start(id);
  const latency = { count: 1 };
  const live: Document = { status: "running", scaleFactor: 1n, inputMessageCount: 7n, inputMessageSize: 2_048, latency };
  placement.last.document = live;
  expect(await first.stats(id)).toEqual(live);
  await first.stop(id);
  expect(await first.stats(id)).toEqual({ status: "created", scaleFactor: 1n, inputMessageCount: 7n, inputMessageSize: 2_048 });
  await first.close(1_000);
  const second = await supervisor();
  expect(await second.stats(id, { scale: 1024, verbose: true })).toEqual({
    status: "created",
    scaleFactor: 1024n,
    inputMessageCount: 7n,
    inputMessageSize: 2,
    latency: { count: 1 },
  });
  await second.drop(id);
  expect(await second.stats(id)).toBeUndefined();
  expect(existsSync(join(dataDirectory, "statistics", `${id}.json`))).toBe(false);
  await second.close(1_000);
});

test("close takes final checkpoints and leaves what is wanted; what takes too long is not waited for", async () => {
  const [quick, slow] = [await processor("STARTED", "started"), await processor("STARTED", "started")];
  const server = await supervisor();
  placement.runs.find(({ assignment }) => assignment.order.processorId === slow)!.stopping = () => new Promise(() => {});
  const closing = server.close(5_000);
  await vi.waitUntil(() => existsSync(join(dataDirectory, "statistics", `${quick}.json`)));
  await settle();
  await clock.advance(4_999);
  expect(await Promise.race([closing, "waits"])).toBe("waits");
  await clock.advance(1);
  expect(await closing).toBe(1);
  expect(placement.runs.map(({ stops }) => stops)).toEqual([[true], [true]]);
  for (const id of [quick, slow])
    expect(await findProcessor(store.db, id)).toMatchObject({ desiredState: "started", state: "STARTED" });
  await expect(server.start(quick)).rejects.toMatchObject({ code: 125 });
});

test("before it is opened nothing runs, and closing waits for nothing", async () => {
  await processor("STARTED", "started");
  const { db } = store;
  const deps = {
    db,
    secrets,
    clock,
    placement,
    dataDirectory,
    deadLetterDirectory: "/",
    memoryMb: 1_000,
    processors: [],
    log: () => {},
  };
  const server = new Supervisor(deps);
  await server.load();
  await settle();
  expect(placement.runs).toHaveLength(0);
  expect(await server.close(5_000)).toBe(0);
});
