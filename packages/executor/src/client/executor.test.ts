import { mkdtemp, readFile, rm } from "node:fs/promises";
import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Document } from "@millrace/mql";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { RunOrder } from "../protocol.ts";
import { executorEnvironment } from "./environment.ts";
import { Executor, type ExecutorOptions } from "./executor.ts";

// As the command does: executors start faster.
enableCompileCache();

// Processes start here; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let shared: Executor;
const executors: Executor[] = [];

beforeAll(() => {
  shared = executor();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "millrace-executor-"));
});
afterEach(() => rm(folder, { recursive: true }));
afterAll(async () => {
  for (const one of executors) one.kill();
  await Promise.all(executors.map(({ exited }) => exited));
});

function executor(options: Partial<ExecutorOptions> = {}): Executor {
  const started = new Executor({ heapMb: 256, log: () => {}, ...options });
  executors.push(started);
  return started;
}

function order(pipeline: unknown[], changes: Partial<RunOrder> = {}): RunOrder {
  return {
    processorId: "65f000000000000000000001",
    processorName: "p",
    workspaceName: "w",
    pipeline: JSON.stringify(pipeline),
    connections: [],
    settings: { checkpointIntervalMs: 100, maxPartitionLeadMs: 300_000 },
    dataDirectory: folder,
    stateFolder: `checkpoints/${changes.processorId ?? "65f000000000000000000001"}`,
    deadLetterDirectory: join(folder, "dead-letters"),
    resume: true,
    ...changes,
  };
}

const emit = { $emit: { connectionName: "__testLog" } };
const documents = (...list: Document[]) => ({ $source: { documents: list } });
const fifty = documents(...Array.from({ length: 50 }, (_, n) => ({ n })));

async function until(ms: number, condition: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error("It did not happen in time");
    await delay(20);
  }
}

test("a processor runs in the process: results, statistics, final checkpoint", async () => {
  const run = await shared.start(order([fifty, { $match: { n: { $gte: 47 } } }, { $project: { n: 1, _id: 0 } }, emit]));
  await until(30_000, async () => (await run.latest()).length === 3);
  expect(await run.latest()).toEqual([{ n: 47 }, { n: 48 }, { n: 49 }]);
  expect(await run.stats()).toMatchObject({ name: "p", status: "running", inputMessageCount: 50n, outputMessageCount: 3n });
  await run.stop();
  expect(await run.ended).toMatchObject({ kind: "stopped", stats: { outputMessageCount: 3n, operatorStats: expect.any(Array) } });
  expect(shared.runs).toBe(0);
});

test("a document that fails goes to the dead letter file", async () => {
  const run = await shared.start(order([documents({ a: 1 }, { a: "x" }), { $set: { b: { $add: ["$a", 1] } } }, emit]));
  await until(30_000, async () => (await run.stats()).dlqMessageCount === 1n);
  await run.stop();
  const letter = JSON.parse(await readFile(join(folder, "dead-letters", "w.p.ndjson"), "utf8")) as Document;
  expect(letter).toMatchObject({ processorName: "p", operatorName: "AddFieldsOperator", doc: { a: "x" } });
});

test("results reach those who tap", async () => {
  const sample = order([{ $source: { connectionName: "sun" } }, emit], {
    connections: [{ name: "sun", type: "Sample", settings: "{}" }],
  });
  const run = await shared.start(sample);
  const seen: Document[] = [];
  const untap = run.tap((batch) => seen.push(...batch));
  await until(30_000, () => seen.length > 0);
  untap();
  await run.stop();
  expect(seen[0]).toMatchObject({ device_id: expect.stringMatching(/^device_\d+$/) });
});

test("a pipeline that cannot run is refused with its problem", async () => {
  await expect(shared.start(order([fifty, { $mtch: {} }, emit]))).rejects.toMatchObject({
    name: "ProcessorError",
    errorClass: "user-fatal",
    message: expect.stringContaining("$mtch"),
  });
});

test("after kill -9 all runs are lost, and go on from their checkpoints elsewhere", async () => {
  const first = executor();
  const other = order([fifty, emit], { processorId: "65f000000000000000000002" });
  const runs = await Promise.all([first.start(order([fifty, emit])), first.start(other)]);
  await until(30_000, async () => (await runs[0]!.stats()).outputMessageCount === 50n);
  await delay(300);
  process.kill(first.pid!, "SIGKILL");
  expect(await runs[0]!.ended).toEqual({ kind: "lost", loss: { reason: "crashed", detail: "signal SIGKILL", others: 1 } });
  await expect(runs[0]!.stats()).rejects.toThrow("the executor is gone");
  await expect(first.start(order([fifty, emit]))).rejects.toMatchObject({ errorClass: "internal" });

  const again = await shared.start(order([fifty, emit]));
  await delay(300);
  expect(await again.stats()).toMatchObject({ inputMessageCount: 50n, outputMessageCount: 50n });
  await again.stop();
});

test("resume: false begins afresh", async () => {
  const run = await shared.start(order([fifty, emit]));
  await until(30_000, async () => (await run.stats()).outputMessageCount === 50n);
  await run.stop();
  const anew = await shared.start(order([fifty, emit], { resume: false }));
  await until(30_000, async () => (await anew.latest()).length === 10);
  await anew.stop();
});

test("an executor whose loop does not answer is ended", async () => {
  const stuck = executor({ watchdog: { intervalMs: 100, misses: 3 } });
  const run = await stuck.start(order([fifty, emit]));
  await delay(500);
  expect(await Promise.race([run.ended, "runs"])).toBe("runs");
  process.kill(stuck.pid!, "SIGSTOP");
  expect(await run.ended).toEqual({ kind: "lost", loss: { reason: "unresponsive", detail: "signal SIGKILL", others: 0 } });
});

test("an executor that runs out of memory is told from one that crashes", async () => {
  const small = executor({ heapMb: 40 });
  const numbers = Array.from({ length: 200 }, (_, n) => n);
  const objects = (depth: number): unknown =>
    depth === 0 ? { n: { $add: ["$$n", 0.5] } } : { $map: { input: numbers, as: "n", in: objects(depth - 1) } };
  const run = await small.start(order([documents({}), { $set: { big: objects(3) } }, emit]));
  expect(await run.ended).toMatchObject({ kind: "lost", loss: { reason: "out-of-memory", others: 0 } });
});

test("an abort ends a start under way", async () => {
  const controller = new AbortController();
  const starting = shared.start(order([fifty, emit]), controller.signal);
  controller.abort();
  await expect(starting).rejects.toThrow();
});

test("an executor sees nothing of the server's secrets", () => {
  const env = { PATH: "/bin", HOME: "/root", MILLRACE_MASTER_KEY: "k", AWS_SECRET_ACCESS_KEY: "s", DATABASE_URL: "u", TZ: "UTC" };
  expect(executorEnvironment(env)).toMatchObject({ PATH: "/bin", HOME: "/root", TZ: "UTC" });
  expect(Object.keys(executorEnvironment(env))).not.toContain("MILLRACE_MASTER_KEY");
  expect(Object.keys(executorEnvironment(env))).not.toContain("AWS_SECRET_ACCESS_KEY");
  expect(Object.keys(executorEnvironment(env))).not.toContain("DATABASE_URL");
});

test("end lets the process go by itself", async () => {
  await shared.ready;
  const kill = vi.spyOn(shared, "kill");
  await shared.end();
  expect(kill).not.toHaveBeenCalled();
});
