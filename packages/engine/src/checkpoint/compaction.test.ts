import { expect, test } from "vitest";
import { chooseRange } from "./compaction.ts";

const limits = { minimumBytes: 100, maximumSegments: 5 };
const segments = (...sizes: number[]) =>
  sizes.map((bytes, i) => ({ name: `s${i}`, checksum: 0, bytes, entries: 1, full: i === 0 }));

test.each([
  ["nothing yet", [], undefined],
  ["a base alone", [1000], undefined],
  ["deltas smaller than the base", [1000, 500, 500], undefined],
  ["deltas larger than the base: all", [1000, 500, 501], { from: 0, to: 3 }],
  ["deltas larger than a tiny base, but tiny too", [10, 50, 49], undefined],
  ["too many: the small ones behind a large delta", [1000, 400, 10, 10, 10, 10], { from: 2, to: 6 }],
  ["too many, each larger than those behind it: the last two", [10_000, 2000, 900, 400, 90, 40], { from: 4, to: 6 }],
  ["too many, of equal size: all but the base", [1000, 20, 20, 20, 20, 20], { from: 1, to: 6 }],
])("%s", (_, sizes, expected) => {
  expect(chooseRange(segments(...sizes), limits)).toEqual(expected);
});
