import { expect, test } from "vitest";
import { LatencyHistogram } from "./latency.ts";

test("p50 and p99 over the last 30 seconds, in microseconds, to about 3 % (8.1)", () => {
  const latency = new LatencyHistogram(0);
  latency.add(1_000, 10, 98);
  latency.add(2_000, 9_800, 2);
  const now = latency.snapshot(3_000)!;
  expect(now).toMatchObject({ unit: "microseconds", count: 100n });
  expect(Number(now.sum)).toBe(98 * 10_000 + 2 * 9_800_000);
  expect(Number(now.p50) / 10_000).toBeCloseTo(1, 1);
  expect(Number(now.p99) / 9_800_000).toBeCloseTo(1, 1);
  expect([now.start, now.end]).toEqual([new Date(0), new Date(3_000)]);
});

test("what is older than 30 seconds does not count", () => {
  const latency = new LatencyHistogram(0);
  latency.add(0, 10, 5);
  expect(latency.snapshot(24_000)?.count).toBe(5n);
  expect(latency.snapshot(31_000)).toBeUndefined();
  latency.add(1_000_000, 10, 1);
  expect(latency.snapshot(1_000_001)?.count).toBe(1n);
});
