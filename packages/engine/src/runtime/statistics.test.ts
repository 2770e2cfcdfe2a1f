import { expect, test } from "vitest";
import { harness } from "../testing/index.ts";
import { OperatorStatistics } from "./statistics.ts";

const ts = (time: string) => `2026-01-05T${time}Z`;
const pipeline = [
  { $match: { keep: true } },
  {
    $tumblingWindow: {
      interval: { size: 10, unit: "second" },
      allowedLateness: 0,
      pipeline: [{ $set: { x: 1 } }, { $group: { _id: "$k", n: { $sum: 1 } } }, { $sort: { n: -1 } }],
    },
  },
  { $set: { done: true } },
];

async function fed() {
  const run = await harness({ name: "rollup", pipeline });
  await run.feed([
    { doc: { keep: true, k: "a" }, ts: ts("09:00:01"), size: 50 },
    { doc: { keep: true, k: "a" }, ts: ts("09:00:02"), size: 50 },
    { doc: { keep: false, k: "b" }, ts: ts("09:00:03"), size: 50 },
    { doc: { keep: true, k: "c" }, ts: ts("09:00:11"), size: 50 },
    { doc: { keep: true, k: "late" }, ts: ts("09:00:04"), size: 50 },
    { doc: { keep: true, k: "d" }, ts: ts("09:00:31"), size: 50 },
  ]);
  return run;
}

test("the summary (8.1)", async () => {
  const run = await fed();
  expect(run.stats()).toEqual({
    name: "rollup",
    processorId: "1",
    status: "running",
    scaleFactor: 1n,
    inputMessageCount: 6n,
    inputMessageSize: 300,
    outputMessageCount: 2n,
    outputMessageSize: 200,
    dlqMessageCount: 1n,
    dlqMessageSize: expect.any(Number),
    stateSize: expect.any(Number),
    memoryUsageBytes: expect.any(Number),
    watermark: new Date(ts("09:00:31")),
  });
  expect(run.stats().dlqMessageSize).toBeGreaterThan(100);
  expect(run.stats().stateSize).toBeGreaterThan(0);
});

test("scale divides sizes, not counts", async () => {
  const run = await fed();
  expect(run.stats({ scale: 1024 })).toMatchObject({ scaleFactor: 1024n, inputMessageCount: 6n, inputMessageSize: 300 / 1024 });
});

test("verbose: operators in pipeline order, a window before its inner stages; open windows; latency", async () => {
  const run = await fed();
  await run.advance(5_000);
  const { operatorStats, minOpenWindowStartTime, maxOpenWindowStartTime, latency } = run.stats({ verbose: true });
  const counts = (operatorStats as { [name: string]: unknown }[]).map((one) => [
    one.name,
    one.inputMessageCount,
    one.outputMessageCount,
    one.dlqMessageCount,
  ]);
  expect(counts).toEqual([
    ["TestSourceOperator", 6n, 6n, 0n],
    ["MatchOperator", 6n, 5n, 0n],
    ["TumblingWindowOperator", 5n, 2n, 1n],
    ["AddFieldsOperator", 4n, 4n, 0n],
    ["GroupOperator", 4n, 2n, 0n],
    ["SortOperator", 2n, 2n, 0n],
    ["AddFieldsOperator", 2n, 2n, 0n],
    ["OutputOperator", 2n, 2n, 0n],
  ]);
  expect([minOpenWindowStartTime, maxOpenWindowStartTime]).toEqual([new Date(ts("09:00:30")), new Date(ts("09:00:30"))]);
  expect(latency).toMatchObject({ count: 2n, unit: "microseconds" });
});

test("latency behind a window counts from its first record (8.1)", async () => {
  const run = await harness({ pipeline });
  await run.feed([{ doc: { keep: true, k: "a" }, ts: ts("09:00:01") }]);
  await run.advance(9_800);
  await run.feed([{ doc: { keep: true, k: "a" }, ts: ts("09:00:10") }]);
  const { latency } = run.stats({ verbose: true });
  expect(Number((latency as { sum: bigint }).sum)).toBe(9_800_000);
});

test("sizes between source and sink are estimates in the right order of magnitude", async () => {
  const run = await fed();
  const [, match, window, , , , behind, sink] = run.stats({ verbose: true }).operatorStats as { [size: string]: number }[];
  // { keep: true, k: "a" } is 26 bytes of BSON.
  expect(match!.inputMessageSize).toBeGreaterThan(6 * 20);
  expect(match!.inputMessageSize).toBeLessThan(6 * 40);
  // { _id: "a", n: 2 } is 26 bytes.
  expect(sink!.inputMessageSize).toBeGreaterThan(2 * 20);
  expect(sink!.outputMessageSize).toBe(200);
  for (const size of [window!.outputMessageSize, behind!.inputMessageSize]) {
    expect(size).toBeGreaterThan(2 * 20);
    expect(size).toBeLessThan(2 * 40);
  }
});

test("status follows the life of the run", async () => {
  const run = await harness({ pipeline: [] });
  expect(run.stats().status).toBe("running");
  await run.stop();
  expect(run.stats().status).toBe("created");
});

test("at most 100 targets are told apart; all count in the totals (1.9)", () => {
  const statistics = new OperatorStatistics("KafkaEmitOperator");
  for (let i = 0; i < 120; i++) statistics.wrote({ topic: `t${i % 110}` }, 1, 10);
  const { targetStats } = statistics.present(1) as { targetStats: { topic: string; outputMessageCount: bigint }[] };
  expect(targetStats).toHaveLength(100);
  expect(targetStats[0]).toEqual({ topic: "t0", outputMessageCount: 2n, outputMessageSize: 20 });
});
