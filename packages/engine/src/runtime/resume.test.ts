import type { Document } from "@millrace/mql";
import { describe, expect, test } from "vitest";
import { type Harness, type HarnessOptions, harness } from "../testing/index.ts";

const day = "2026-01-05T";
const at = (time: string, doc: Document = {}, partition = "0") => ({ doc, ts: `${day}${time}Z`, partition });
const five = { size: 5, unit: "minute" };
const sumOf = (field: string, more: Document = {}): Document => ({
  $tumblingWindow: {
    interval: five,
    allowedLateness: 0,
    pipeline: [{ $group: { _id: null, sum: { $sum: field }, n: { $sum: 1 } } }],
    ...more,
  },
});

/** Stops a processor and goes on with another pipeline over the same input, output and checkpoints. */
async function changed(run: Harness, options: HarnessOptions): Promise<Harness> {
  await run.stop();
  return run.successor(options);
}

describe("a pipeline that was changed goes on from its checkpoint (1.5)", () => {
  test("open windows are recomputed in full with the new pipeline; closed ones do not come again, late documents are not told twice", async () => {
    const before = await harness({ pipeline: [sumOf("$v")] });
    await before.feed([at("09:01:00", { v: 1, w: 10 }), at("09:06:00", { v: 2, w: 20 }), at("09:04:00", { v: 9, w: 90 })]);
    await before.feed([at("09:07:00", { v: 3, w: 30 }), at("09:03:00", { v: 9, w: 90 })]);
    expect(before.output).toEqual([{ _id: null, sum: 1, n: 1 }]);
    const after = await changed(before, { pipeline: [{ $match: { w: { $gt: 0 } } }, sumOf("$w")] });
    await after.feed([at("09:08:00", { v: 4, w: 40 }), at("09:10:00", { v: 0, w: 1 })]);
    expect(after.output).toEqual([
      { _id: null, sum: 1, n: 1 },
      { _id: null, sum: 90, n: 3 },
    ]);
    expect(after.deadLetters).toHaveLength(2);
    await after.feed([at("09:02:00", { v: 9, w: 9 })]);
    expect(after.deadLetters).toHaveLength(3);
  });

  test("with several partitions each goes back to what the oldest open window needs", async () => {
    const partitions = ["a", "b"];
    const before = await harness({ pipeline: [sumOf("$v")], partitions });
    for (const i of [1, 2, 3])
      await before.feed([at(`09:01:0${i}`, { v: i, w: 1 }, "a"), at(`09:02:0${i}`, { v: i, w: 1 }, "b")]);
    const after = await changed(before, { pipeline: [sumOf("$w")], partitions });
    await after.flushWindows();
    expect(after.output).toEqual([{ _id: null, sum: 6, n: 6 }]);
  });

  test("less lateness than before: what is late by the new rule is told", async () => {
    const before = await harness({ pipeline: [sumOf("$v", { allowedLateness: { size: 1, unit: "hour" } })] });
    await before.feed([at("09:01:00", { v: 1 }), at("09:20:00", { v: 2 }), at("09:02:00", { v: 4 })]);
    const after = await changed(before, { pipeline: [sumOf("$v", { allowedLateness: 0 })] });
    await after.flushWindows();
    expect(after.output.map(({ sum }) => sum)).toEqual([1, 2]);
    expect(after.deadLetters).toMatchObject([{ doc: { v: 4 } }]);
  });

  test("what was closed is known even if nothing came between two restarts", async () => {
    const before = await harness({ pipeline: [sumOf("$v")] });
    await before.feed([at("09:11:00", { v: 1, w: 1 }), at("09:01:00", { v: 1, w: 1 })]);
    await before.stop();
    await before.start();
    const after = await changed(before, { pipeline: [sumOf("$w")] });
    await after.flushWindows();
    expect(after.output).toEqual([{ _id: null, sum: 1, n: 1 }]);
    expect(after.deadLetters).toHaveLength(1);
  });

  test("the state of the old pipeline is gone from later checkpoints", async () => {
    const by = (key: string) => sumOf("$v", { pipeline: [{ $group: { _id: key, n: { $sum: 1 } } }] });
    const before = await harness({ pipeline: [by("$a")] });
    await before.feed([at("09:01:00", { a: "old", b: "new" })]);
    const after = await changed(before, { pipeline: [by("$b")] });
    await after.stop();
    await after.start();
    await after.flushWindows();
    expect(after.output).toEqual([{ _id: "new", n: 1 }]);
  });

  test("of several open windows the first that opened says where reading begins again", async () => {
    const lateness = { allowedLateness: { size: 1, unit: "hour" } };
    const before = await harness({ pipeline: [sumOf("$v", lateness)] });
    for (const time of ["09:11:00", "09:01:00", "09:06:00"]) await before.feed([at(time, { v: 1, w: 10 })]);
    const after = await changed(before, { pipeline: [sumOf("$w", lateness)] });
    await after.flushWindows();
    expect(after.output.map(({ sum }) => sum)).toEqual([10, 10, 10]);
  });

  test("stages behind the window change nothing of its state", async () => {
    const before = await harness({ pipeline: [sumOf("$v")] });
    await before.feed([at("09:01:00", { v: 1 })]);
    const after = await changed(before, { pipeline: [sumOf("$v"), { $set: { seen: true } }] });
    expect(after.stats()).toMatchObject({ inputMessageCount: 1n });
    await after.flushWindows();
    expect(after.output).toEqual([{ _id: null, sum: 1, n: 1, seen: true }]);
  });

  test("the summary goes on, operators count anew", async () => {
    const before = await harness({ pipeline: [{ $match: {} }] });
    await before.feed([at("09:01:00")]);
    const after = await changed(before, { pipeline: [{ $set: { a: 1 } }] });
    await after.feed([at("09:02:00")]);
    expect(after.stats({ verbose: true })).toMatchObject({
      inputMessageCount: 2n,
      outputMessageCount: 2n,
      operatorStats: [{ outputMessageCount: 1n }, { outputMessageCount: 1n }, { outputMessageCount: 1n }],
    });
  });

  test("a window may be added", async () => {
    const before = await harness({ pipeline: [] });
    await before.feed([at("09:01:00", { v: 1 })]);
    const after = await changed(before, { pipeline: [sumOf("$v")] });
    await after.feed([at("09:02:00", { v: 2 })]);
    await after.flushWindows();
    expect(after.output.at(-1)).toEqual({ _id: null, sum: 2, n: 1 });
  });
});

describe("what cannot go on says so, and how", () => {
  const source = (field: string): Document => ({ $source: { timeField: { $toDate: field } } });

  test.each([
    ["the source", [source("$a"), sumOf("$v")], [source("$b"), sumOf("$v")], /^The \$source stage was changed/],
    [
      "the interval",
      [sumOf("$v")],
      [sumOf("$v", { interval: { size: 6, unit: "minute" } })],
      /^The window, or where its bounds lie, was changed/,
    ],
    ["the window gone", [sumOf("$v")], [{ $match: {} }], /^The window, or where its bounds lie, was changed/],
  ])("%s", async (_name, one, other, message) => {
    const before = await harness({ pipeline: one });
    await before.feed([at("09:01:00", { v: 1, a: 1, b: 1 })]);
    const after = await changed(before, { pipeline: other });
    expect(after.ended).toMatchObject({ reason: "failed", error: { code: 72, errorClass: "user-fatal" } });
    if (after.ended?.reason !== "failed") return;
    expect(after.ended.error.message).toMatch(message);
    expect(after.ended.error.message).toContain("resumeFromCheckpoint: false");
  });
});
