import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connectAdmin } from "../admin-socket/index.ts";
import { loadConfig } from "../config/index.ts";
import { lives } from "../data-directory/process-identity.ts";
import { type RunningServer, ServeError, serve } from "../index.ts";
import type { Credentials } from "./first-start.ts";

// As the command does: executors start faster.
enableCompileCache();

// Several processes start here; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let data: string;
let servers: RunningServer[];
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-serve-"));
  data = join(folder, "data");
  servers = [];
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(
  flags: Record<string, string | boolean> = {},
  print: (text: string) => void = () => {},
): Promise<RunningServer> {
  const loaded = loadConfig({ flags: { port: "0", data, "log-level": "silent", ...flags }, env: {}, cwd: folder });
  const server = await serve(loaded, { env: {}, print });
  servers.push(server);
  return server;
}

async function until(ms: number, condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error("It did not happen in time");
    await delay(50);
  }
}

const V2025 = "application/vnd.atlas.2025-03-12+json";

const credentials = () => JSON.parse(readFileSync(join(data, "credentials.json"), "utf8")) as Credentials;

/** Calls of the Admin API below the project, by its owner. */
async function caller(url: string) {
  const { clientId, clientSecret, projectId } = credentials();
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const body = new URLSearchParams({ grant_type: "client_credentials" });
  const answer = await fetch(`${url}/api/oauth/token`, { method: "POST", headers: { Authorization: `Basic ${basic}` }, body });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": V2025, Accept: V2025 };
  return async (method: string, path: string, content?: unknown) => {
    const target = `${url}/api/atlas/v2/groups/${projectId}/streams${path}`;
    const response = await fetch(target, { method, headers, body: content === undefined ? undefined : JSON.stringify(content) });
    return { status: response.status, body: JSON.parse((await response.text()) || "{}") as Record<string, unknown> };
  };
}

async function inputCount(): Promise<bigint> {
  const { stats } = (await (await connectAdmin(data)).stats("demo", "solar")) as { stats?: { inputMessageCount: bigint } };
  return stats?.inputMessageCount ?? 0n;
}

test("the first start: greeting, ready file, health, a demo that processes, files for their owner alone", async () => {
  const readyFile = join(folder, "ready.json");
  let greeting = "";
  const server = await start({ "ready-file": readyFile }, (text) => {
    greeting += text;
  });
  expect(greeting).toContain(`Millrace is ready: ${server.url}`);
  const ready = JSON.parse(readFileSync(readyFile, "utf8"));
  expect(ready).toMatchObject({ url: server.url, pid: process.pid, workspace: "demo", ...credentials() });
  expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ status: "ok" });
  expect((await fetch(`${server.url}/ready`)).status).toBe(200);

  const call = await caller(server.url);
  await until(30_000, async () => (await inputCount()) > 0n);
  expect(statSync(data).mode & 0o777).toBe(0o700);
  for (const name of ["millrace.db", "millrace.lock", "credentials.json", "admin.sock", "executors.json", "keys/master.key"]) {
    expect([name, (statSync(join(data, name)).mode & 0o077).toString(8)]).toEqual([name, "0"]);
  }
  expect(await call("GET", "/demo/processor/solar")).toMatchObject({
    status: 200,
    body: { name: "solar", state: "STARTED", stats: { status: "running" } },
  });
});

test("a restart goes on where the processor was, and a stopped one stays stopped", async () => {
  const first = await start();
  await until(30_000, async () => (await inputCount()) > 0n);
  await first.close();
  expect(existsSync(join(data, "millrace.lock"))).toBe(false);
  const before = JSON.parse(readFileSync(join(data, "statistics", readStatistics()), "utf8"));
  const second = await start();
  const client = await connectAdmin(data);
  await until(30_000, async () => (await client.processors())[0]!.status === "running");
  expect(Number(await inputCount())).toBeGreaterThanOrEqual(Number(before.inputMessageCount.$numberLong));
  await client.stop("demo", "solar");
  await second.close();
  await start();
  expect((await (await connectAdmin(data)).processors())[0]).toMatchObject({ state: "STOPPED", status: "created" });
});

function readStatistics(): string {
  const database = new DatabaseSync(join(data, "millrace.db"), { readOnly: true });
  const { id } = database.prepare("SELECT id FROM processors").get() as { id: string };
  database.close();
  return `${id}.json`;
}

test("a killed executor is replaced", async () => {
  await start();
  const client = await connectAdmin(data);
  await until(30_000, async () => (await inputCount()) > 0n);
  const [executor] = JSON.parse(readFileSync(join(data, "executors.json"), "utf8")) as { pid: number }[];
  process.kill(executor!.pid, "SIGKILL");
  await until(5_000, async () => (await client.processors())[0]!.status === "error");
  await until(30_000, async () => (await client.processors())[0]!.status === "running");
});

test("after kill -9 of the server its executors are gone, and the next start goes on at once", async () => {
  const script = `
    const { loadConfig, serve } = await import(${JSON.stringify(new URL("../index.ts", import.meta.url).href)});
    const flags = { port: "0", data: process.argv[1], "log-level": "silent" };
    await serve(loadConfig({ flags, env: {}, cwd: "/" }), { env: {}, print: () => {} });
    console.log("ready");`;
  const killed = spawn(process.execPath, ["--input-type=module", "-e", script, data], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(killed);
  await once(killed.stdout!, "data");
  await until(30_000, async () => (await inputCount()) > 0n);
  const [executor] = JSON.parse(readFileSync(join(data, "executors.json"), "utf8")) as { pid: number }[];
  killed.kill("SIGKILL");
  await once(killed, "exit");
  await until(10_000, async () => !lives({ pid: executor!.pid, started: "" }));
  await start();
  await until(30_000, async () => (await inputCount()) > 0n);
});

test("over the Admin API: start, stop, and starts that cannot be", async () => {
  const call = await caller((await start()).url);
  const pipeline = [{ $source: { documents: [{ a: 1 }, { a: 2 }] } }, { $emit: { connectionName: "__testLog" } }];
  await call("POST", "/demo/processor", { name: "two", pipeline });
  expect(await call("POST", "/demo/processor/two:start")).toEqual({ status: 200, body: {} });
  expect((await call("GET", "/demo/processor/two")).body).toMatchObject({ state: "STARTED", stats: { status: "running" } });
  expect((await call("POST", "/demo/processor/two:start")).status).toBe(400);
  expect((await call("POST", "/demo/processor/two:stop")).status).toBe(200);
  expect((await call("GET", "/demo/processor/two")).body).toMatchObject({ state: "STOPPED", stats: { inputMessageCount: 2 } });
  expect((await call("POST", "/demo/processor/two:stop")).status).toBe(400);

  const dbRoleToExecute = { role: "readWriteAnyDatabase", type: "BUILT_IN" };
  await call("POST", "/demo/connections", { name: "c", type: "Cluster", clusterName: "c", dbRoleToExecute });
  const dlq = { connectionName: "c", db: "d", coll: "e" };
  await call("POST", "/demo/processor", { name: "dlq", pipeline, options: { dlq } });
  expect(await call("POST", "/demo/processor/dlq:start")).toMatchObject({
    status: 400,
    body: { errorCode: "STREAM_PROCESSOR_GENERIC_ERROR", detail: expect.stringContaining("options.dlq") },
  });
  expect((await call("GET", "/demo/processor/dlq")).body).toMatchObject({ state: "CREATED" });

  const kafka = { name: "k", type: "Kafka", bootstrapServers: "127.0.0.1:1", security: { protocol: "PLAINTEXT" } };
  await call("POST", "/demo/connections", kafka);
  const fromKafka = [{ $source: { connectionName: "k", topic: "t" } }, { $emit: { connectionName: "__testLog" } }];
  await call("POST", "/demo/processor", { name: "far", pipeline: fromKafka });
  const far = call("POST", "/demo/processor/far:start");
  await until(5_000, async () => (await (await connectAdmin(data)).processors()).some(({ state }) => state === "PROVISIONING"));
  expect((await call("GET", "/demo/processor/far")).body).toMatchObject({ state: "CREATED" });
  expect((await call("DELETE", "/demo/processor/far")).status).toBe(204);
  expect((await far).status).toBe(400);
});

test("no demo: an empty project", async () => {
  const server = await start({ demo: false });
  expect(server.identity.workspace).toBeUndefined();
  expect(await (await connectAdmin(data)).processors()).toEqual([]);
});

test("links begin with the public URL", async () => {
  const server = await start({ "public-url": "https://streams.example.com", demo: false });
  const { body } = await (await caller(server.url))("GET", "");
  expect(JSON.stringify(body)).toContain("https://streams.example.com/api/atlas/v2");
});

async function problem(flags: Record<string, string | boolean> = {}): Promise<string> {
  const error = await start(flags).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ServeError);
  const { message, exitCode } = error as ServeError;
  expect(exitCode).toBe(2);
  expect(message).not.toContain("\n");
  return message;
}

test("a data directory in use is refused, and the first server is not disturbed", async () => {
  const first = await start();
  expect(await problem()).toBe(
    `${data} is in use by another Millrace (process ${process.pid}); stop it or choose another --data`,
  );
  expect((await fetch(`${first.url}/health`)).status).toBe(200);
});

test("a taken port is told, and the data directory is free again", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  expect(await problem({ port: String(port) })).toBe(
    `127.0.0.1:${port} is taken by another program; stop it or choose another --port (0 takes a free one)`,
  );
  other.close();
  await start({ port: String(port), demo: false });
});

test("a host that is not of this machine is told", async () => {
  expect(await problem({ host: "192.0.2.1" })).toContain("192.0.2.1 is no address of this machine");
});

test("a damaged database is told and left as it is", async () => {
  const server = await start({ demo: false });
  await server.close();
  const damaged = Buffer.alloc(8_192, "not a database ");
  writeFileSync(join(data, "millrace.db"), damaged);
  expect(await problem()).toContain("millrace.db is damaged or not a Millrace database");
  expect(readFileSync(join(data, "millrace.db"))).toEqual(damaged);
});

test("a database of a newer Millrace is told and left as it is", async () => {
  const server = await start({ demo: false });
  await server.close();
  const database = new DatabaseSync(join(data, "millrace.db"));
  database.exec("UPDATE schema_version SET version = 99");
  database.close();
  expect(await problem()).toMatch(/millrace\.db has schema 99, written by a newer Millrace/);
});

test("a missing master key is told and not replaced", async () => {
  const server = await start({ demo: false });
  await server.close();
  rmSync(join(data, "keys", "master.key"));
  expect(await problem()).toMatch(/master key .* is missing/);
  expect(existsSync(join(data, "keys", "master.key"))).toBe(false);
});

test("the master key of the environment is used, and taken out of it", async () => {
  const env: NodeJS.ProcessEnv = { MILLRACE_MASTER_KEY: "ab".repeat(32) };
  const loaded = loadConfig({ flags: { port: "0", data, "log-level": "silent", demo: false }, env, cwd: folder });
  servers.push(await serve(loaded, { env, print: () => {} }));
  expect(env).toEqual({});
  expect(existsSync(join(data, "keys"))).toBe(false);
});
