import type { Document } from "@millrace/mql";
import { describe, expect, test } from "vitest";
import { fileCheckpoints } from "../checkpoint/index.ts";
import { ProcessorError } from "../errors.ts";
import { type Harness, harness, type MemoryCheckpoints, MemoryFiles } from "../testing/index.ts";

const day = "2026-01-05T";
const at = (time: string, doc: Document = {}) => ({ doc, ts: `${day}${time}Z` });
const counting = (pipeline: Document[]): Document => ({
  $tumblingWindow: { interval: { size: 5, unit: "minute" }, allowedLateness: 0, pipeline },
});
const byKey = counting([{ $group: { _id: "$k", n: { $sum: 1 }, list: { $push: "$i" } } }]);
const store = (run: Harness) => run.checkpoints as MemoryCheckpoints;

describe("when", () => {
  test("the first positions are stored at once, so that a start at `latest` stays where it was", async () => {
    const run = await harness({ pipeline: [], partitions: ["a", "b"], latest: true });
    run.crash();
    run.log.give([
      { doc: { n: 1 }, partition: "a" },
      { doc: { n: 2 }, partition: "b" },
    ]);
    await run.start();
    expect(run.output).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test("every 30 seconds while something happens, and the source is told afterwards", async () => {
    const run = await harness({ pipeline: [] });
    const first = store(run).commits;
    await run.feed([at("09:00:00")]);
    await run.advance(29_000);
    expect(store(run).commits).toBe(first);
    await run.advance(1_000);
    expect(store(run).commits).toBe(first + 1);
    expect(run.committed).toEqual({ 0: 1 });
  });

  test("every 5 minutes while nothing happens", async () => {
    const run = await harness({ pipeline: [] });
    await run.feed([at("09:00:00")]);
    await run.advance(30_000);
    const before = store(run).commits;
    await run.advance(4 * 60_000);
    expect(store(run).commits).toBe(before);
    await run.advance(90_000);
    expect(store(run).commits).toBe(before + 1);
  });

  test("the interval can be set", async () => {
    const run = await harness({ pipeline: [], settings: { checkpointIntervalMs: 1_000 } });
    const before = store(run).commits;
    for (let i = 0; i < 5; i++) {
      await run.feed([at("09:00:00")]);
      await run.advance(1_000);
    }
    expect(store(run).commits).toBe(before + 5);
  });

  test("on a stop; not when the stop says so", async () => {
    const run = await harness({ pipeline: [] });
    await run.feed([at("09:00:00")]);
    await run.stop({ checkpoint: false });
    await run.start();
    expect(run.output).toHaveLength(2);
    await run.stop();
    await run.start();
    expect(run.output).toHaveLength(2);
  });

  test("resume: false begins anew", async () => {
    const run = await harness({ pipeline: [] });
    await run.feed([at("09:00:00")]);
    await run.stop();
    await run.start({ resume: false });
    expect(run.output).toHaveLength(2);
  });
});

describe("what", () => {
  test("open windows go on after a crash as if nothing had happened", async () => {
    const run = await harness({ pipeline: [byKey] });
    await run.feed([at("09:00:00", { k: "z", i: 0 }), at("09:00:01", { k: "a", i: 1 })]);
    await run.checkpoint();
    await run.feed([at("09:00:02", { k: "m", i: 2 }), at("09:01:00", { k: "a", i: 3 })]);
    run.crash();
    await run.start();
    await run.feed([at("09:02:00", { k: "z", i: 4 }), at("09:05:00", { k: "x", i: 5 })]);
    expect(run.output).toEqual([
      { _id: "z", n: 2, list: [0, 4] },
      { _id: "a", n: 2, list: [1, 3] },
      { _id: "m", n: 1, list: [2] },
    ]);
  });

  test.each([
    ["$count", [{ $count: "n" }], [{ n: 3 }]],
    ["$sort", [{ $sort: { i: -1 } }], [{ i: 2 }, { i: 1 }, { i: 0 }]],
    ["$limit", [{ $limit: 2 }], [{ i: 0 }, { i: 1 }]],
    [
      "no blocking stage",
      [{ $set: { x: 1 } }],
      [
        { i: 0, x: 1 },
        { i: 1, x: 1 },
        { i: 2, x: 1 },
      ],
    ],
  ])("a window that begins with %s", async (_name, pipeline, expected) => {
    const run = await harness({ pipeline: [counting(pipeline)] });
    for (const i of [0, 1, 2]) {
      await run.feed([at(`09:00:0${i}`, { i })]);
      await run.stop();
      await run.start();
    }
    await run.flushWindows();
    expect(run.output).toEqual(expected);
  });

  test("metadata that a later inner stage reads is kept with the documents", async () => {
    const run = await harness({
      pipeline: [counting([{ $sort: { i: -1 } }, { $set: { offset: { $meta: "stream.source.offset" } } }])],
    });
    await run.feed([at("09:00:00", { i: 0 }), at("09:00:00", { i: 1 })]);
    await run.stop();
    await run.start();
    await run.flushWindows();
    expect(run.output).toEqual([
      { i: 1, offset: 1 },
      { i: 0, offset: 0 },
    ]);
  });

  test("the watermark: what was late stays late", async () => {
    const run = await harness({ pipeline: [byKey] });
    await run.feed([at("09:00:00"), at("09:10:00")]);
    await run.stop();
    await run.start();
    await run.feed([at("09:04:00")]);
    expect(run.deadLetters).toHaveLength(1);
    expect(run.stats().watermark).toEqual(new Date(`${day}09:10:00Z`));
  });

  test("only what changed is written, and closed windows are removed", async () => {
    const run = await harness({ pipeline: [byKey] });
    await run.feed([at("09:00:00", { k: 1 }), at("09:00:00", { k: 2 }), at("09:06:00", { k: 1 })]);
    const deltas: [string, boolean][][] = [];
    store(run).onCommit = ({ state }) =>
      void deltas.push([...state.entries].map(({ key, value }) => [key.split("/")[1]!, value !== undefined]));
    await run.checkpoint();
    // The window of 09:00 was closed before it was ever stored: only that of 09:05 and its group.
    expect(deltas.at(-1)).toEqual([
      ["c", true],
      ["w", true],
      ["e", true],
    ]);
    await run.feed([at("09:07:00", { k: 3 })]);
    await run.checkpoint();
    expect(deltas.at(-1)).toEqual([
      ["c", true],
      ["e", true],
    ]);
    await run.feed([at("09:10:00", { k: 1 })]);
    await run.checkpoint();
    expect(deltas.at(-1)).toEqual([
      ["w", false],
      ["e", false],
      ["e", false],
      ["c", true],
      ["w", true],
      ["e", true],
    ]);
    expect(store(run).keys).toHaveLength(3);
  });

  test("documents that a window keeps are written once", async () => {
    const run = await harness({ pipeline: [counting([{ $sort: { i: 1 } }])] });
    const written: number[] = [];
    for (let i = 0; i < 3; i++) {
      await run.feed([at("09:00:00", { i }), at("09:00:00", { i })]);
      store(run).onCommit = ({ state }) => void written.push([...state.entries].length);
      await run.checkpoint();
    }
    // What is closed and the window itself with the first two.
    expect(written).toEqual([4, 2, 2]);
  });

  test("counters survive (8.1)", async () => {
    const run = await harness({ pipeline: [{ $match: { a: 1 } }] });
    await run.feed([at("09:00:00", { a: 1 }), at("09:00:00", { a: 2 })]);
    await run.stop();
    await run.start();
    await run.feed([at("09:00:00", { a: 1 })]);
    expect(run.stats({ verbose: true })).toMatchObject({
      inputMessageCount: 3n,
      outputMessageCount: 2n,
      operatorStats: [
        { name: "TestSourceOperator", outputMessageCount: 3n },
        { name: "MatchOperator", inputMessageCount: 3n, outputMessageCount: 2n },
        { name: "OutputOperator", outputMessageCount: 2n },
      ],
    });
  });

  test("each run has the next epoch, and sequences rise", async () => {
    const run = await harness({ pipeline: [] });
    const seen: [number, number][] = [];
    store(run).onCommit = ({ epoch, sequence }) => void seen.push([epoch, sequence]);
    await run.feed([at("09:00:00")]);
    await run.stop();
    await run.start();
    await run.feed([at("09:00:00")]);
    await run.stop();
    const [[epoch, sequence]] = seen as [[number, number]];
    expect(seen.map((pair) => pair[1])).toEqual(seen.map((_, i) => sequence + i));
    expect(seen.at(-1)![0]).toBe(epoch + 1);
  });
});

describe("order of things", () => {
  test("results and dead letters are flushed before the commit; the source is told after it", async () => {
    const run = await harness({ pipeline: [{ $set: { r: { $divide: [1, "$b"] } } }] });
    await run.feed([at("09:00:00", { b: 1 }), at("09:00:00", { b: 0 })]);
    let toldAtCommit: unknown;
    store(run).onCommit = () => {
      toldAtCommit = run.committed;
      // What is lost in a crash now was not flushed.
      run.crash({ lose: true });
    };
    void run.processor.checkpoint().catch(() => {});
    await run.settle();
    expect(toldAtCommit).not.toEqual({ 0: 2 });
    expect(run.output).toHaveLength(1);
    expect(run.deadLetters).toHaveLength(1);
  });

  test("processing goes on while a commit is under way, and changes nothing of it", async () => {
    const run = await harness({ pipeline: [byKey] });
    await run.feed([at("09:00:00", { k: 1 })]);
    const commit = Promise.withResolvers<void>();
    store(run).onCommit = () => commit.promise;
    const checkpoint = run.processor.checkpoint();
    run.log.give([at("09:05:00", { k: 1 }), at("09:05:01", { k: 1 })]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(run.output).toEqual([{ _id: 1, n: 1, list: [] }]);
    commit.resolve();
    await checkpoint;
    run.crash();
    await run.start();
    // The commit held the window of 09:00 as it was at the border: its results come a second time, and are the same.
    expect(run.output).toEqual([
      { _id: 1, n: 1, list: [] },
      { _id: 1, n: 1, list: [] },
    ]);
  });

  test("a commit that fails is tried again with what was frozen", async () => {
    const run = await harness({ pipeline: [byKey] });
    await run.feed([at("09:00:00", { k: 1 })]);
    let failures = 2;
    store(run).onCommit = () => {
      if (failures-- > 0) throw new Error("no space left on device");
    };
    await run.advance(30_000);
    await run.feed([at("09:00:01", { k: 1 })]);
    await run.advance(5_000);
    expect(run.logged.filter(({ level }) => level === "warn")).toHaveLength(2);
    await run.advance(30_000);
    run.crash();
    await run.start();
    await run.flushWindows();
    expect(run.output).toEqual([{ _id: 1, n: 2, list: [] }]);
  });

  test("no checkpoint for 10 minutes is a failure that a restart may cure", async () => {
    const run = await harness({ pipeline: [] });
    store(run).onCommit = () => {
      throw new Error("no space left on device");
    };
    await run.feed([at("09:00:00")]);
    await run.advance(9 * 60_000);
    expect(run.ended).toBeUndefined();
    await run.advance(2 * 60_000);
    expect(run.ended).toMatchObject({
      reason: "failed",
      error: { errorClass: "internal", message: "No checkpoint could be taken for 10 minutes." },
    });
  });

  test("a store that says that another run has taken over ends the run", async () => {
    const run = await harness({ pipeline: [] });
    store(run).onCommit = () => {
      throw new ProcessorError(1, "internal", "A newer run has taken over.");
    };
    await run.feed([at("09:00:00")]);
    await run.advance(30_000);
    expect(run.ended).toMatchObject({ reason: "failed", error: { message: "A newer run has taken over." } });
  });
});

test("on disk: the state comes back from segments and commit records", async () => {
  const files = new MemoryFiles();
  const run = await harness({ pipeline: [byKey], checkpoints: fileCheckpoints(files) });
  for (let i = 0; i < 5; i++) {
    await run.feed([at("09:00:00", { k: i % 2, i })]);
    await run.checkpoint();
  }
  run.crash();
  await run.start();
  await run.flushWindows();
  expect(run.output).toEqual([
    { _id: 0, n: 3, list: [0, 2, 4] },
    { _id: 1, n: 2, list: [1, 3] },
  ]);
});
