import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type GivenRecord, harness } from "../testing/index.ts";

const minute = 60_000;
const start = Date.parse("2026-01-05T09:00:00Z");
const counting = (allowedLateness: number, more = {}) => ({
  $tumblingWindow: {
    interval: { size: 5, unit: "minute" },
    allowedLateness: allowedLateness === 0 ? 0 : { size: allowedLateness, unit: "ms" },
    pipeline: [{ $group: { _id: "$k", n: { $sum: 1 }, sum: { $sum: "$v" } } }],
    ...more,
  },
});
const at = (partition: string, minutes: number, doc = {}): GivenRecord => ({ partition, ts: start + minutes * minute, doc });
const watermark = (date: number) => new Date(start + date * minute);

describe("the watermark is the minimum over partitions (5.2)", () => {
  test("a partition that has never produced holds it back, for ever without partitionIdleTimeout", async () => {
    const run = await harness({ pipeline: [counting(0)], partitions: ["a", "b"] });
    await run.feed([at("a", 0), at("a", 4), at("a", 4.5)]);
    await run.advance(60 * minute);
    expect(run.stats()).not.toHaveProperty("watermark");
    await run.feed([at("b", 2)]);
    expect(run.stats().watermark).toEqual(watermark(2));
    await run.feed([at("b", 6), at("a", 7)]);
    expect(run.stats().watermark).toEqual(watermark(6));
    expect(run.output).toEqual([{ n: 4, sum: 0, _id: null }]);
  });

  test("an idle partition is left out, and counts again at once when it produces", async () => {
    const source = { $source: { partitionIdleTimeout: { size: 30, unit: "second" } } };
    const run = await harness({ pipeline: [source, counting(0)], partitions: ["a", "b"] });
    await run.feed([at("a", 0), at("a", 6)]);
    await run.advance(29_999);
    expect(run.output).toEqual([]);
    await run.feed([at("a", 6)]);
    await run.advance(1);
    // b is idle, a is not: a alone makes the watermark, 09:06.
    expect(run.output).toEqual([{ _id: null, n: 1, sum: 0 }]);
    await run.feed([at("b", 4), at("a", 20)]);
    // b's old record is late; a at 09:20 does not move the watermark past b's 09:04, and it does not fall back either.
    expect(run.deadLetters).toHaveLength(1);
    expect(run.stats().watermark).toEqual(watermark(6));
  });

  test("if all are idle it stays (12.19)", async () => {
    const source = { $source: { partitionIdleTimeout: { size: 30, unit: "second" } } };
    const run = await harness({ pipeline: [source, counting(0)], partitions: ["a", "b"] });
    await run.feed([at("a", 3), at("b", 1)]);
    await run.advance(10 * minute);
    expect(run.stats().watermark).toEqual(watermark(1));
  });

  test("a partition that appears holds it back; one that goes away does not", async () => {
    const run = await harness({ pipeline: [counting(0)], partitions: ["a"] });
    await run.feed([at("a", 1)]);
    run.log.partitions.push("b");
    await run.feed([at("a", 4)]);
    expect(run.stats().watermark).toEqual(watermark(1));
    run.log.partitions.pop();
    await run.feed([at("a", 4.5)]);
    expect(run.stats().watermark).toEqual(watermark(4.5));
  });

  test("what partitions had reached is known again after a restart", async () => {
    const run = await harness({ pipeline: [counting(0)], partitions: ["a", "b"] });
    await run.feed([at("a", 3), at("b", 1)]);
    await run.stop();
    await run.start();
    await run.feed([at("b", 4)]);
    expect(run.stats().watermark).toEqual(watermark(3));
  });

  test("partitions that come back after a restart do not move it, whichever is first", async () => {
    for (const [a, b] of [
      [9, 1],
      [1, 9],
    ] as const) {
      const run = await harness({
        pipeline: [counting(0)],
        partitions: ["a", "b"],
        settings: { maxPartitionLeadMs: 60 * minute },
      });
      await run.feed([at("a", a), at("b", b)]);
      await run.stop();
      await run.start();
      await run.feed([at("a", a), at("b", b)]);
      expect(run.deadLetters).toEqual([]);
      expect(run.stats().watermark).toEqual(watermark(1));
    }
  });

  test("a pipeline without a window has none", async () => {
    const run = await harness({ pipeline: [], partitions: ["a", "b"] });
    await run.feed([at("a", 1), at("b", 1)]);
    expect(run.stats()).not.toHaveProperty("watermark");
  });
});

describe("choice among partitions (design 3)", () => {
  test("the smallest event time goes first among what is buffered", async () => {
    const run = await harness({
      pipeline: [{ $tumblingWindow: { interval: { size: 1, unit: "hour" }, pipeline: [] } }],
      partitions: ["a", "b"],
    });
    await run.feed([at("a", 1, { i: 1 }), at("a", 3, { i: 3 }), at("b", 2, { i: 2 }), at("b", 4, { i: 4 })]);
    await run.flushWindows();
    expect(run.output).toEqual([{ i: 1 }, { i: 2 }, { i: 3 }, { i: 4 }]);
  });

  test("a partition far ahead of one that may still have records waits, and is left out of the reads; one that has nothing is not waited for", async () => {
    const run = await harness({ pipeline: [counting(0)], partitions: ["a", "b"], readSize: 2 });
    await run.feed([at("a", 0), at("a", 60), at("a", 61), at("b", 0), at("b", 1)]);
    // a at 10:00 is held: b was seen at 09:01 last.
    expect(run.pauses.at(-1)).toEqual(["a"]);
    expect(run.stats()).toMatchObject({ inputMessageCount: 3n });
    await run.advance(200);
    // A read without a brought nothing of b: a goes on.
    expect(run.stats()).toMatchObject({ inputMessageCount: 5n });
    expect(run.pauses.at(-1)).toEqual([]);
    expect(run.deadLetters).toEqual([]);
  });

  test("a partition that produces again is waited for again", async () => {
    const run = await harness({ pipeline: [counting(0)], partitions: ["a", "b"] });
    await run.feed([at("a", 0), at("b", 0), at("a", 60)]);
    await run.advance(200);
    await run.feed([at("b", 1), at("a", 120)]);
    expect(run.pauses.at(-1)).toEqual(["a"]);
    expect(run.stats()).toMatchObject({ inputMessageCount: 4n });
  });

  test("while records wait for a slower partition neither the source nor their partition is idle", async () => {
    const source = { $source: { partitionIdleTimeout: { size: 100, unit: "ms" } } };
    const run = await harness({ pipeline: [source, counting(0, { idleTimeout: 0 })], partitions: ["a", "b"] });
    await run.feed([at("b", 4.999), at("a", 4.999), at("a", 30)]);
    await run.advance(90);
    await run.feed([at("b", 4.9995)]);
    await run.advance(60);
    expect(run.stats().watermark).toEqual(watermark(4.999));
    await run.feed([at("b", 4.9996)]);
    expect(run.deadLetters).toEqual([]);
    expect(run.stats()).toMatchObject({ inputMessageCount: 4n });
  });

  test("other timers do not make it wait for ever", async () => {
    const run = await harness({ pipeline: [counting(0)], partitions: ["a", "b"], settings: { checkpointIntervalMs: 50 } });
    await run.feed([at("a", 0), at("b", 0), at("a", 60)]);
    await run.advance(150);
    expect(run.stats()).toMatchObject({ inputMessageCount: 2n });
    await run.advance(50);
    expect(run.stats()).toMatchObject({ inputMessageCount: 3n });
  });

  test("the lead can be set", async () => {
    const run = await harness({
      pipeline: [counting(0)],
      partitions: ["a", "b"],
      settings: { maxPartitionLeadMs: 2 * 60 * minute },
    });
    await run.feed([at("b", 0), at("a", 0), at("a", 60)]);
    expect(run.pauses).toEqual([]);
    expect(run.stats()).toMatchObject({ inputMessageCount: 3n });
  });

  test("at the end of the source nobody is waited for", async () => {
    const run = await harness({ pipeline: [counting(0)], partitions: ["a", "b"], settings: { flushAtEnd: true } });
    run.log.give([at("a", 0), at("b", 0), at("a", 60)]);
    await run.end();
    await run.advance(1000);
    expect(run.ended).toEqual({ reason: "ended" });
    expect(run.output).toEqual([
      { _id: null, n: 2, sum: 0 },
      { _id: null, n: 1, sum: 0 },
    ]);
  });

  test("without a window records pass as they come, however far apart", async () => {
    const run = await harness({ pipeline: [], partitions: ["a", "b"] });
    await run.feed([at("a", 600, { i: 1 }), at("b", 0, { i: 2 })]);
    expect(run.output).toEqual([{ i: 1 }, { i: 2 }]);
  });
});

describe("properties", () => {
  const lateness = 60_000;
  const ids = ["a", "b", "c"];

  /** Records of each partition, disordered by at most `lateness` of event time. */
  const partitions = fc.array(
    fc.array(
      fc.record({
        step: fc.integer({ min: 0, max: 3 * minute }),
        back: fc.integer({ min: 0, max: lateness }),
        k: fc.integer({ min: 0, max: 2 }),
      }),
      {
        maxLength: 25,
      },
    ),
    { minLength: 3, maxLength: 3 },
  );

  function recordsOf(steps: { step: number; back: number; k: number }[], partition: string): GivenRecord[] {
    let time = start;
    return steps.map(({ step, back, k }, i) => {
      time += step;
      return { partition, ts: time - back, doc: { k, v: i } };
    });
  }

  /** Mixes lists, keeping the order of each: `choices` says whose turn it is. */
  function interleave(lists: GivenRecord[][], choices: number[]): GivenRecord[] {
    const rest = lists.map((list) => [...list]);
    const mixed: GivenRecord[] = [];
    for (let i = 0; rest.some((list) => list.length > 0); i++) {
      const open = rest.filter((list) => list.length > 0);
      mixed.push(open[(choices[i % choices.length] ?? 0) % open.length]!.shift()!);
    }
    return mixed;
  }

  async function windowsOf(records: GivenRecord[], readSize: number, batch: number, feed: number) {
    const run = await harness({
      pipeline: [counting(lateness)],
      partitions: ids,
      readSize,
      settings: { flushAtEnd: true, maxBatchRecords: batch },
    });
    for (let i = 0; i < records.length; i += feed) await run.feed(records.slice(i, i + feed));
    run.log.end();
    while (run.ended === undefined) await run.advance(200);
    return {
      late: run.deadLetters.length,
      windows: run.results.map(({ doc, meta }) => JSON.stringify([meta.window, doc])).sort(),
    };
  }

  test("whatever the interleaving, windows are the same and nothing is late, if disorder inside each partition is within the lateness", async () => {
    await fc.assert(
      fc.asyncProperty(
        partitions,
        fc.array(fc.nat(5), { minLength: 1, maxLength: 40 }),
        fc.constantFrom(1, 3, 1000),
        fc.constantFrom(1, 7, 1000),
        fc.integer({ min: 1, max: 40 }),
        async (steps, choices, readSize, batch, feed) => {
          const lists = steps.map((list, i) => recordsOf(list, ids[i]!));
          const plain = await windowsOf(lists.flat(), 1000, 1000, 1000);
          const mixed = await windowsOf(interleave(lists, choices), readSize, batch, feed);
          expect(plain.late).toBe(0);
          expect(mixed).toEqual(plain);
        },
      ),
      { numRuns: 25 },
    );
  });
});
