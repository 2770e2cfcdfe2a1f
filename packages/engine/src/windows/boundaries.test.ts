import { expect, test } from "vitest";
import { windowStart } from "./boundaries.ts";

const hour = 3_600_000;

test.each([
  [12_000, 10_000, 0, 10_000],
  [15_000, 5_000, 0, 15_000],
  [14_999, 5_000, 0, 10_000],
  [-1, 10_000, 0, -10_000],
  [-10_000, 10_000, 0, -10_000],
  [7 * hour, 24 * hour, 8 * hour, -16 * hour],
  [8 * hour, 24 * hour, 8 * hour, 8 * hour],
  [0, 1, 0, 0],
])("%d in windows of %d with offset %d begins at %d (5.3)", (ts, interval, offset, start) => {
  expect(windowStart(ts, interval, offset)).toBe(start);
});
