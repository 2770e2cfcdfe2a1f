import type { Document } from "@millrace/mql";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fileCheckpoints } from "../checkpoint/index.ts";
import { type GivenRecord, type Harness, harness, MemoryFiles } from "../testing/index.ts";

const start = Date.parse("2026-01-05T09:00:00Z");
const minute = 60_000;
const ids = ["a", "b"];

const pipelines: Document[][] = [
  [{ $group: { _id: "$k", n: { $sum: 1 }, sum: { $sum: "$v" }, list: { $push: "$v" } } }],
  [{ $set: { half: { $divide: ["$v", 2] } } }, { $group: { _id: "$k", avg: { $avg: "$half" } } }, { $sort: { _id: 1 } }],
  [{ $sort: { v: -1 } }, { $limit: 3 }],
  [{ $count: "n" }],
  [{ $set: { seen: true } }],
];

const scenario = fc.record({
  inner: fc.constantFrom(...pipelines),
  steps: fc.array(
    fc.record({
      step: fc.integer({ min: 0, max: 2 * minute }),
      back: fc.integer({ min: 0, max: 2 * minute }),
      k: fc.integer({ min: 0, max: 3 }),
      v: fc.integer({ min: -5, max: 5 }),
    }),
    { minLength: 5, maxLength: 60 },
  ),
  /** Where lives end, as a share of what a whole run does. */
  crashes: fc.array(fc.record({ after: fc.integer({ min: 1, max: 60 }), effect: fc.boolean(), lose: fc.boolean() }), {
    minLength: 1,
    maxLength: 5,
  }),
  readSize: fc.constantFrom(1, 7, 1000),
  batch: fc.constantFrom(1, 7, 1000),
  feed: fc.integer({ min: 1, max: 15 }),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

/** Records over so many partitions, each with its own time and disordered by at most 2 minutes. */
function recordsOf(steps: Scenario["steps"], partitions: number): GivenRecord[] {
  const times = [start, start];
  return steps.map(({ step, back, k, v }) => {
    const partition = k % partitions;
    times[partition]! += step;
    return { partition: ids[partition], ts: times[partition]! - back, doc: { k, v } };
  });
}

async function play(
  { inner, steps, readSize, batch, feed, crashes }: Scenario,
  partitions: number,
  lateness: number,
): Promise<Harness> {
  const lives = [...crashes];
  const first = lives.shift();
  const run = await harness({
    pipeline: [
      { $match: { v: { $ne: 0 } } },
      {
        $tumblingWindow: {
          interval: { size: 5, unit: "minute" },
          allowedLateness: { size: lateness, unit: "second" },
          pipeline: inner,
        },
      },
      { $set: { w: { $meta: "stream.window.start" } } },
    ],
    checkpoints: fileCheckpoints(new MemoryFiles()),
    partitions: ids.slice(0, partitions),
    readSize,
    settings: { maxBatchRecords: batch, checkpointIntervalMs: 1_000, flushAtEnd: true },
    crash: first && { operation: first.after, effect: first.effect },
  });
  let losing = first?.lose;
  const revive = async (): Promise<void> => {
    while (run.crashed) {
      run.crash({ lose: losing });
      const next = lives.shift();
      losing = next?.lose;
      await run.start({ crash: next && { operation: next.after, effect: next.effect } });
    }
  };
  const records = recordsOf(steps, partitions);
  for (let i = 0; i < records.length; i += feed) {
    await revive();
    await run.feed(records.slice(i, i + feed));
    await run.advance(700);
  }
  run.log.end();
  while (run.ended === undefined) {
    await revive();
    await run.advance(200);
  }
  expect(run.ended).toEqual({ reason: "ended" });
  return run;
}

/** Results by window, each the last time it came, in the order of these last times. */
function lastOf(run: Harness): string[] {
  const last = new Map<string, string>();
  for (const { doc } of run.results) {
    const text = JSON.stringify(doc);
    last.delete(text);
    last.set(text, text);
  }
  return [...last.values()];
}

const letters = (run: Harness) =>
  new Set(
    run.deadLetters.map(({ operatorName, doc, _stream_meta, errInfo }) =>
      JSON.stringify([operatorName, errInfo, doc, _stream_meta]),
    ),
  );

test("a run that is killed anywhere and restored gives what an uninterrupted one gives: nothing missing, nothing else, groups in the same order", async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (one) => {
      // One partition: what is late depends on nothing but the records.
      const plain = await play({ ...one, crashes: [], readSize: 1000, batch: 1000, feed: 1000 }, 1, 30);
      const killed = await play(one, 1, 30);
      expect(new Set(lastOf(killed))).toEqual(new Set(lastOf(plain)));
      // Windows may come again in another order than the first time, but each is whole and in its own order.
      const byWindow = (list: string[]) => Map.groupBy(list, (text) => (JSON.parse(text) as { w: string }).w);
      for (const [w, list] of byWindow(lastOf(plain))) expect(byWindow(lastOf(killed)).get(w)).toEqual(list);
      expect(letters(killed)).toEqual(letters(plain));
    }),
    { numRuns: 40 },
  );
});

test("with several partitions too, if disorder is within the lateness: the same windows, and nothing late", async () => {
  const inner: Document[] = [{ $group: { _id: "$k", n: { $sum: 1 }, sum: { $sum: "$v" } } }];
  await fc.assert(
    fc.asyncProperty(scenario, async (one) => {
      const plain = await play({ ...one, inner, crashes: [], readSize: 1000, batch: 1000, feed: 1000 }, 2, 120);
      const killed = await play({ ...one, inner }, 2, 120);
      expect(new Set(lastOf(killed))).toEqual(new Set(lastOf(plain)));
      expect([plain.deadLetters, killed.deadLetters]).toEqual([[], []]);
    }),
    { numRuns: 20 },
  );
});
