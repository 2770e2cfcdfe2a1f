import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Run } from "@millrace/executor/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ExecutorProcess, LocalPlacement, type LocalPlacementOptions } from "./local-placement.ts";
import type { Assignment } from "./placement.ts";
import { FakeRun } from "./testing/fake-placement.ts";
import { quiet } from "./testing/virtual-clock.ts";
import { findTier } from "./tiers.ts";

/** An executor process that exists only here. */
class FakeExecutor implements ExecutorProcess {
  readonly heapMb: number;
  readonly pid: number;
  readonly exited: Promise<void>;
  readonly runs: FakeRun[] = [];
  fails: Error | undefined;
  #exit!: () => void;

  constructor(heapMb: number, pid: number) {
    this.heapMb = heapMb;
    this.pid = pid;
    this.exited = new Promise((resolve) => {
      this.#exit = resolve;
    });
  }

  async start(order: Assignment["order"]): Promise<Run> {
    if (this.fails) throw this.fails;
    const run = new FakeRun({ order } as Assignment);
    this.runs.push(run);
    return run;
  }

  async end(): Promise<void> {
    this.#exit();
  }

  kill(): void {
    for (const run of this.runs) run.lose({ reason: "crashed", detail: "signal SIGKILL", others: this.runs.length - 1 });
    this.#exit();
  }
}

const signal = new AbortController().signal;
let executors: FakeExecutor[];
let pids: number[];

beforeEach(() => {
  executors = [];
  pids = [];
});
afterEach(() => {
  vi.useRealTimers();
});

function placement(options: Partial<LocalPlacementOptions> = {}): LocalPlacement {
  return new LocalPlacement({
    dataDirectory: "/nowhere",
    memoryMb: 16_000,
    maxExecutors: 10,
    maxShared: 2,
    idleMs: 30_000,
    spawn(heapMb) {
      const executor = new FakeExecutor(heapMb, executors.length + 1);
      executors.push(executor);
      return executor;
    },
    onChange: (now) => {
      pids = now;
    },
    ...options,
  });
}

function assignment(tier: string, alone = false): Assignment {
  return { order: {} as Assignment["order"], tier: findTier(tier)!, alone };
}

const counts = () => executors.map(({ runs }) => runs.length);

test("processors of small tiers share an executor, larger ones have their own with the memory of their tier", async () => {
  const place = placement();
  await place.start(assignment("SP2"), signal);
  await place.start(assignment("SP5"), signal);
  await place.start(assignment("SP10"), signal);
  await place.start(assignment("SP30"), signal);
  expect(executors.map(({ heapMb, runs }) => [heapMb, runs.length])).toEqual([
    [2_048, 2],
    [2_048, 1],
    [8_192, 1],
  ]);
  expect(pids).toEqual([1, 2, 3]);
});

test("no executor gets more memory than the configuration allows", async () => {
  const place = placement({ memoryMb: 1_500 });
  await place.start(assignment("SP2"), signal);
  await place.start(assignment("SP50"), signal);
  expect(executors.map(({ heapMb }) => heapMb)).toEqual([1_500, 1_500]);
});

test("a second shared executor is started for the ninth processor, a third never", async () => {
  const place = placement();
  for (let n = 0; n < 8; n++) await place.start(assignment("SP2"), signal);
  expect(counts()).toEqual([8]);
  for (let n = 0; n < 12; n++) await place.start(assignment("SP2"), signal);
  expect(counts()).toEqual([10, 10]);
});

test("beyond the limit of executors, processors of large tiers share", async () => {
  const place = placement({ maxExecutors: 2 });
  for (let n = 0; n < 5; n++) await place.start(assignment("SP10"), signal);
  expect(counts()).toEqual([3, 2]);
});

test("a suspect has an executor to itself until it settles, then others may join", async () => {
  const place = placement();
  const suspect = await place.start(assignment("SP2", true), signal);
  await place.start(assignment("SP2"), signal);
  expect(counts()).toEqual([1, 1]);
  expect(suspect.settle()).toBe(false);
  executors[1]!.kill();
  await quiet();
  expect(suspect.settle()).toBe(true);
  await place.start(assignment("SP2"), signal);
  expect(counts()).toEqual([2, 1]);
});

test("four suspects are tried at a time; the fifth waits until one has settled or is over", async () => {
  const place = placement();
  const first = await Promise.all([1, 2, 3, 4].map(() => place.start(assignment("SP2", true), signal)));
  const fifth = place.start(assignment("SP2", true), signal);
  await quiet();
  expect(executors).toHaveLength(4);
  expect(first[0]!.settle()).toBe(true);
  await fifth;
  expect(executors).toHaveLength(5);
  const sixth = place.start(assignment("SP2", true), signal);
  await first[1]!.stop();
  await sixth;
  expect(executors).toHaveLength(6);
});

test("an executor of its own ends with its processor, a shared one waits for another", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const place = placement();
  const own = await place.start(assignment("SP10"), signal);
  const shared = await place.start(assignment("SP2"), signal);
  await own.stop();
  await shared.stop();
  await quiet();
  expect(pids).toEqual([2]);
  vi.advanceTimersByTime(29_000);
  const another = await place.start(assignment("SP2"), signal);
  await another.stop();
  await quiet();
  vi.advanceTimersByTime(29_000);
  await quiet();
  expect(pids).toEqual([2]);
  const last = await place.start(assignment("SP2"), signal);
  vi.advanceTimersByTime(60_000);
  await quiet();
  expect(pids).toEqual([2]);
  await last.stop();
  await quiet();
  vi.advanceTimersByTime(30_000);
  await quiet();
  expect(pids).toEqual([]);
});

test("a start that fails leaves its seat", async () => {
  const place = placement({
    spawn: () => {
      const executor = new FakeExecutor(1, 7);
      executor.fails = new Error("no broker");
      return executor;
    },
  });
  await expect(place.start(assignment("SP10"), signal)).rejects.toThrow("no broker");
  await quiet();
  expect(pids).toEqual([]);
});

test("clear removes the checkpoints of one processor", async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), "millrace-placement-"));
  try {
    for (const id of ["a", "b"]) {
      await mkdir(join(dataDirectory, "checkpoints", id), { recursive: true });
      await writeFile(join(dataDirectory, "checkpoints", id, "commit"), "x");
    }
    await placement({ dataDirectory }).clear("a");
    await placement({ dataDirectory }).clear("never-ran");
    expect(await readdir(join(dataDirectory, "checkpoints"))).toEqual(["b"]);
  } finally {
    await rm(dataDirectory, { recursive: true });
  }
});

test("close ends every executor", async () => {
  const place = placement();
  const runs = [await place.start(assignment("SP2"), signal), await place.start(assignment("SP10"), signal)];
  await place.close();
  expect((await Promise.all(runs.map((run) => run.ended))).map(({ kind }) => kind)).toEqual(["lost", "lost"]);
});
