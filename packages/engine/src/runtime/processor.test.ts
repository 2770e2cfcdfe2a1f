import type { Document } from "@millrace/mql";
import { expect, test } from "vitest";
import { harness } from "../testing/index.ts";

const docs = (...list: Document[]) => list.map((doc) => ({ doc }));

test("documents go through the stages to the sink, in order", async () => {
  const run = await harness({ pipeline: [{ $match: { kind: "a" } }, { $set: { double: { $multiply: ["$n", 2] } } }] });
  await run.feed(docs({ kind: "a", n: 1 }, { kind: "b", n: 2 }, { kind: "a", n: 3 }));
  expect(run.output).toEqual([
    { kind: "a", n: 1, double: 2 },
    { kind: "a", n: 3, double: 6 },
  ]);
});

test("a document whose expression fails is a dead letter as it came to the stage; the next one passes (4, 7.1)", async () => {
  const run = await harness({
    name: "ratios",
    pipeline: [{ $set: { seen: true } }, { $project: { ratio: { $divide: ["$a", "$b"] } } }],
  });
  await run.feed([{ doc: { a: 1, b: 0 }, ts: "2026-01-05T09:00:00.120Z" }, { doc: { a: 6, b: 3 } }]);
  expect(run.output).toEqual([{ ratio: expect.objectContaining({ value: 2 }) }]);
  expect(run.deadLetters).toEqual([
    {
      processorName: "ratios",
      dlqTime: new Date("2026-01-05T09:00:00Z"),
      operatorName: "ProjectOperator",
      errInfo: { reason: expect.stringMatching(/^Failed to process input document in ProjectOperator with error: ./) },
      doc: { a: 1, b: 0, seen: true },
      _stream_meta: { source: { type: "generated", ts: new Date("2026-01-05T09:00:00.120Z"), partition: "0", offset: 0 } },
    },
  ]);
  expect(Object.keys(run.deadLetters[0]!)).toEqual([
    "processorName",
    "dlqTime",
    "operatorName",
    "errInfo",
    "doc",
    "_stream_meta",
  ]);
});

test("a dead letter names the workspace when that is given (12.62)", async () => {
  const run = await harness({ pipeline: [{ $set: { r: { $divide: [1, "$b"] } } }], instanceName: "demo" });
  await run.feed(docs({ b: 0 }));
  expect(Object.keys(run.deadLetters[0]!).slice(0, 3)).toEqual(["processorName", "instanceName", "dlqTime"]);
  expect(run.deadLetters[0]!.instanceName).toBe("demo");
});

test("without a dead letter queue the document is dropped and not counted (7)", async () => {
  const run = await harness({ pipeline: [{ $set: { r: { $divide: [1, "$b"] } } }], hasDlq: false });
  await run.feed(docs({ b: 0 }, { b: 1 }));
  expect(run.deadLetters).toEqual([]);
  expect(run.output).toHaveLength(1);
  expect(run.stats()).toMatchObject({ dlqMessageCount: 0n, inputMessageCount: 2n, outputMessageCount: 1n });
});

test("a record that could not be decoded goes to the dead letters of the source and no further", async () => {
  const run = await harness({ pipeline: [] });
  await run.feed([{ doc: { value: "{" }, failure: "Failed to parse input message: end of text" }, { doc: { a: 1 } }]);
  expect(run.output).toEqual([{ a: 1 }]);
  expect(run.deadLetters).toMatchObject([
    {
      operatorName: "TestSourceOperator",
      errInfo: { reason: "Failed to parse input message: end of text" },
      doc: { value: "{" },
    },
  ]);
  expect(run.stats()).toMatchObject({ inputMessageCount: 1n, dlqMessageCount: 1n });
});

test("what the sink refuses is a dead letter of the sink", async () => {
  const run = await harness({ pipeline: [], refuse: (doc) => (doc.a === 1 ? "key is not an int" : undefined) });
  await run.feed(docs({ a: 1 }, { a: 2 }));
  expect(run.output).toEqual([{ a: 2 }]);
  expect(run.deadLetters).toMatchObject([
    { operatorName: "OutputOperator", errInfo: { reason: "key is not an int" }, doc: { a: 1 } },
  ]);
});

test("timeField gives the event time, in the metadata and in the field of tsFieldName (3.0, 2.5)", async () => {
  const run = await harness({
    pipeline: [
      { $source: { timeField: { $toDate: "$at" }, tsFieldName: "_ts" } },
      { $set: { meta: { $meta: "stream.source.ts" } } },
    ],
  });
  const at = new Date("2026-01-05T08:00:00Z");
  await run.feed(docs({ _ts: "old", at: "2026-01-05T08:00:00Z" }));
  expect(run.output).toEqual([{ _ts: at, at: "2026-01-05T08:00:00Z", meta: at }]);
});

test("a timeField that fails or gives no date is a dead letter of the source, the document as it came (3.0, 7.2)", async () => {
  const run = await harness({ pipeline: [{ $source: { timeField: { $toDate: "$at" }, tsFieldName: "_ts" } }] });
  await run.feed(docs({ at: "noon" }, { at: null }, {}, { at: 5 }));
  expect(run.deadLetters.map(({ operatorName, doc }) => [operatorName, doc])).toEqual([
    ["TestSourceOperator", { at: "noon" }],
    ["TestSourceOperator", { at: null }],
    ["TestSourceOperator", {}],
    ["TestSourceOperator", { at: 5 }],
  ]);
  for (const { errInfo } of run.deadLetters) expect(errInfo.reason).toMatch(/^Failed to evaluate timeField: ./);
  expect(run.output).toEqual([]);
});

test("streamMetaFieldName puts the metadata into the documents at the sink (2.5)", async () => {
  const run = await harness({ pipeline: [{ $unset: "b" }], streamMetaFieldName: "_meta" });
  await run.feed([{ doc: { a: 1, b: 2 }, ts: "2026-01-05T09:00:01Z" }]);
  expect(run.output).toEqual([
    { a: 1, _meta: { source: { type: "generated", ts: new Date("2026-01-05T09:00:01Z"), partition: "0", offset: 0 } } },
  ]);
});

test("a document that becomes many reaches the sink in pieces of at most 1,000", async () => {
  const run = await harness({ pipeline: [{ $unwind: "$list" }] });
  await run.feed(docs({ list: Array.from({ length: 2500 }, (_, i) => i) }, { list: [1, 2] }));
  expect(run.output).toHaveLength(2502);
  expect(Math.max(...run.writes)).toBeLessThanOrEqual(1000);
  expect(run.output[2499]).toEqual({ list: 2499 });
});

test("a tap sees what reaches the sink from then on, until it is taken away", async () => {
  const run = await harness({ pipeline: [] });
  const seen: Document[] = [];
  await run.feed(docs({ n: 1 }));
  const end = run.processor.tap((doc) => seen.push(doc));
  await run.feed(docs({ n: 2 }));
  end();
  await run.feed(docs({ n: 3 }));
  expect(seen).toEqual([{ n: 2 }]);
});

test("a source that ends ends the processor, with a checkpoint", async () => {
  const run = await harness({ pipeline: [] });
  await run.feed(docs({ n: 1 }, { n: 2 }));
  await run.end();
  expect(run.ended).toEqual({ reason: "ended" });
  expect(run.committed).toEqual({ 0: 2 });
});

test("a processor can be started once", async () => {
  const run = await harness({ pipeline: [] });
  await expect(run.processor.start()).rejects.toMatchObject({ code: 125 });
});

test("JavaScript of a pipeline runs, in stages and in windows, and its errors are dead letters", async () => {
  const script = (body: string, ...args: string[]) => ({ $function: { body, args, lang: "js" } });
  const run = await harness({ pipeline: [{ $set: { b: script("(a) => a.toUpperCase()", "$a") } }] });
  await run.feed(docs({ a: "x" }, { a: 5 }, { a: "y" }));
  expect(run.output).toEqual([
    { a: "x", b: "X" },
    { a: "y", b: "Y" },
  ]);
  expect(run.deadLetters).toMatchObject([
    { doc: { a: 5 }, errInfo: { reason: expect.stringContaining("$function threw TypeError") } },
  ]);
});
