/**
 * How long a processor takes to start, without its connections: from the order to "started", milliseconds on the wall.
 * The pipeline computes, groups in a window and writes to the log; source and sink need no network. The whole path of the
 * product is in it: messages to the executor process, check, compilation, folders on disk, checkpoints looked for.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Executor, type RunOrder } from "@millrace/executor/client";
import { figure, type Result } from "../harness.ts";

const TARGET = 200;
const ROUNDS = 9;

// As the command does. The first executor fills the cache and does not count.
enableCompileCache();

const PIPELINE = JSON.stringify([
  { $source: { documents: [{ at: "2026-01-05T09:00:00Z", sensor: "a", value: 5 }], timeField: { $toDate: "$at" } } },
  { $match: { value: { $gte: 0 } } },
  { $addFields: { fahrenheit: { $add: [{ $multiply: ["$value", 1.8] }, 32] } } },
  {
    $tumblingWindow: {
      interval: { size: 1, unit: "minute" },
      pipeline: [
        { $group: { _id: "$sensor", count: { $count: {} }, avg: { $avg: "$fahrenheit" }, max: { $max: "$fahrenheit" } } },
      ],
    },
  },
  { $project: { _id: 0, sensor: "$_id", count: 1, avg: 1, max: 1 } },
  { $emit: { connectionName: "__testLog" } },
]);

export default async function start(): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), "millrace-bench-"));
  try {
    await startedIn(newExecutor(), folder, "warm-up");
    const alone: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      const began = performance.now();
      const executor = newExecutor();
      alone.push(await startedIn(executor, folder, `alone-${i}`, began));
    }
    const shared = newExecutor();
    const beside: number[] = [];
    for (let i = 0; i < ROUNDS; i++) beside.push(await startIn(shared, folder, `beside-${i}`, performance.now()));
    await shared.end();
    return [
      figure("start", "no connections, with a new executor process", "ms", TARGET, alone),
      // The first start in a process loads the connectors; the later ones are what a service with many processors sees.
      figure("start-shared", "no connections, in an executor that runs", "ms", TARGET, beside),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function newExecutor(): Executor {
  return new Executor({ heapMb: 512, log: () => {} });
}

async function startedIn(executor: Executor, folder: string, id: string, began = performance.now()): Promise<number> {
  const took = await startIn(executor, folder, id, began);
  await executor.end();
  return took;
}

async function startIn(executor: Executor, folder: string, id: string, began: number): Promise<number> {
  const order: RunOrder = {
    processorId: id,
    processorName: id,
    workspaceName: "bench",
    pipeline: PIPELINE,
    connections: [],
    settings: { checkpointIntervalMs: 30_000, maxPartitionLeadMs: 300_000 },
    dataDirectory: folder,
    stateFolder: `checkpoints/${id}`,
    deadLetterDirectory: join(folder, "dead-letters"),
    resume: true,
  };
  const run = await executor.start(order);
  const took = performance.now() - began;
  await run.stop({ checkpoint: false });
  return took;
}
