import type { Document } from "@millrace/mql";
import { expect, test } from "vitest";
import { harness, VirtualClock } from "../testing/index.ts";

const day = "2026-01-05T";
const hour = 3_600_000;
const minute = 60_000;
const at = (time: string) => ({ doc: {}, ts: `${day}${time}Z` });
const hourly = (idleTimeout: Document | number): Document => ({
  $tumblingWindow: { interval: { size: 1, unit: "hour" }, idleTimeout, pipeline: [{ $count: "n" }] },
});
/** Wall clock and event time are the same: 12:02 when the last event comes. */
const run = (idleTimeout: Document | number, more = {}) =>
  harness({ pipeline: [hourly(idleTimeout)], clock: new VirtualClock(`${day}12:02:00Z`), ...more });

test("2 hours: closes at 14:02 (5.5)", async () => {
  const it = await run({ size: 2, unit: "hour" });
  await it.feed([at("12:02:00")]);
  await it.advance(2 * hour - 1);
  expect(it.output).toEqual([]);
  await it.advance(1);
  expect(it.output).toEqual([{ n: 1 }]);
});

test("10 minutes: closes at 13:00, 58 minutes remaining (5.5)", async () => {
  const it = await run({ size: 10, unit: "minute" });
  await it.feed([at("12:02:00")]);
  await it.advance(58 * minute - 1);
  expect(it.output).toEqual([]);
  await it.advance(1);
  expect(it.output).toEqual([{ n: 1 }]);
});

test("0 is a duration: closes as soon as the remaining time has passed (12.15)", async () => {
  const it = await run(0);
  await it.feed([at("12:02:00")]);
  await it.advance(58 * minute);
  expect(it.output).toEqual([{ n: 1 }]);
});

test("any document starts the time anew", async () => {
  const it = await run({ size: 1, unit: "hour" });
  await it.feed([at("12:02:00")]);
  await it.advance(59 * minute);
  await it.feed([at("12:03:00")]);
  await it.advance(59 * minute);
  expect(it.output).toEqual([]);
  await it.advance(1 * minute);
  expect(it.output).toEqual([{ n: 2 }]);
});

test("the watermark jumps to the end of the window, whose documents are late from then on, whatever the lateness", async () => {
  const it = await run({ size: 10, unit: "minute" });
  await it.feed([at("12:02:00")]);
  await it.advance(58 * minute);
  expect(it.stats().watermark).toEqual(new Date(`${day}13:00:00Z`));
  await it.feed([at("12:59:59")]);
  expect(it.deadLetters).toMatchObject([{ errInfo: { reason: "Input document arrived late." } }]);
  await it.stop();
  await it.start();
  await it.feed([at("12:59:59")]);
  expect(it.deadLetters).toHaveLength(2);
});

test("a restart starts the time anew", async () => {
  const it = await run({ size: 1, unit: "hour" });
  await it.feed([at("12:02:00")]);
  await it.stop();
  await it.advance(5 * hour);
  await it.start();
  await it.advance(59 * minute);
  expect(it.output).toEqual([]);
  await it.advance(1 * minute);
  expect(it.output).toEqual([{ n: 1 }]);
});

test("without idleTimeout a window waits for ever", async () => {
  const it = await harness({
    pipeline: [{ $tumblingWindow: { interval: { size: 1, unit: "hour" }, pipeline: [{ $count: "n" }] } }],
  });
  await it.feed([at("12:02:00")]);
  await it.advance(24 * hour);
  expect(it.output).toEqual([]);
});

test("several windows close one after the other, counted from the watermark of the last document", async () => {
  const it = await harness({
    pipeline: [hourly(0)],
    clock: new VirtualClock(`${day}12:02:00Z`),
    partitions: ["a", "b"],
    settings: { maxPartitionLeadMs: 2 * hour },
  });
  await it.feed([
    { ...at("13:30:00"), partition: "a" },
    { ...at("12:02:00"), partition: "b" },
  ]);
  await it.advance(58 * minute);
  expect(it.output).toEqual([{ n: 1 }]);
  await it.advance(1 * hour - 1);
  expect(it.output).toHaveLength(1);
  await it.advance(1);
  expect(it.output).toHaveLength(2);
});

test("while the watermark is undefined the whole window counts", async () => {
  const it = await harness({
    pipeline: [hourly({ size: 10, unit: "minute" })],
    clock: new VirtualClock(`${day}12:02:00Z`),
    partitions: ["a", "b"],
  });
  await it.feed([{ ...at("12:02:00"), partition: "a" }]);
  await it.advance(1 * hour - 1);
  expect(it.output).toEqual([]);
  await it.advance(1_000);
  expect(it.output).toEqual([{ n: 1 }]);
});
