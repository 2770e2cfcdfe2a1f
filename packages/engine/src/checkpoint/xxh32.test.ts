import { expect, test } from "vitest";
import { xxh32 } from "./xxh32.ts";

// Unseeded values are published with many ports of the algorithm; seeded ones were computed with another implementation (xxhashjs 0.2.2).
test.each([
  ["", 0, 0x02cc5d05],
  ["a", 0, 0x550d7456],
  ["abc", 0, 0x32d153ff],
  ["Nobody inspects the spammish repetition", 0, 0xe2293b2f],
  ["Nobody inspects the spammish repetition", 1, 0x534469ea],
  ["Nobody inspects the spammish repetition", 0x9e3779b1, 0xc9e89e68],
  ["abc", 0x9e3779b1, 0xa1ae7709],
])("hashes %j with seed %i as other implementations do", (text, seed, expected) => {
  expect(xxh32(new TextEncoder().encode(text), seed).toString(16)).toBe(expected.toString(16));
});

test("does not depend on where in its buffer the data lies", () => {
  const data = Uint8Array.from({ length: 77 }, (_, i) => (i * 37) & 0xff);
  const shifted = new Uint8Array(100);
  shifted.set(data, 5);
  expect(xxh32(shifted.subarray(5, 82), 9)).toBe(xxh32(data, 9));
});

test("changes with every single bit", () => {
  const data = new Uint8Array(40);
  const seen = new Set([xxh32(data, 0)]);
  for (let bit = 0; bit < 320; bit++) {
    const flipped = data.slice();
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    seen.add(xxh32(flipped, 0));
  }
  expect(seen.size).toBe(321);
});
