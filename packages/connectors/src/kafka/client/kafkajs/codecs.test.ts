import fc from "fast-check";
import { expect, test } from "vitest";
import { compressLz4, decompressLz4 } from "./lz4.ts";
import { compressSnappy, decompressSnappy } from "./snappy.ts";

const codecs = [
  ["lz4", compressLz4, decompressLz4],
  ["snappy", compressSnappy, decompressSnappy],
] as const;

const LIMIT = 64 * 1024 * 1024;

test.each(codecs)("%s: what was compressed comes back", (_name, compress, decompress) => {
  const text = fc.string({ minLength: 1, maxLength: 30 });
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
    fc.tuple(text, fc.integer({ min: 1, max: 8000 })).map(([piece, times]) => Buffer.from(piece.repeat(times))),
  );
  fc.assert(
    fc.property(bytes, (input) => decompress(compress(input), LIMIT).equals(input)),
    { numRuns: 60 },
  );
});

test.each(codecs)("%s: repetition shrinks, noise hardly grows", (_name, compress) => {
  expect(compress(Buffer.from("lorem ipsum ".repeat(20_000))).length).toBeLessThan(20_000);
  const noise = Buffer.from(Array.from({ length: 100_000 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24));
  expect(compress(noise).length).toBeLessThan(101_000);
});

test.each(codecs)("%s: more than the limit is refused before it takes the memory", (_name, compress, decompress) => {
  const bomb = compress(Buffer.alloc(10 * 1024 * 1024));
  expect(() => decompress(bomb, 1024 * 1024)).toThrow();
});

test.each(codecs)("%s: cut off input is an error", (_name, compress, decompress) => {
  const whole = compress(Buffer.from("lorem ipsum ".repeat(10_000)));
  expect(() => decompress(whole.subarray(0, whole.length - 20), LIMIT)).toThrow();
});

test("lz4: a frame with block checksums, as other clients may write it, is read", () => {
  // Frame of the letters "abc": version 1, independent blocks with checksums; one stored block.
  const frame = Buffer.from("04224d187040df030000806162631122334400000000", "hex");
  expect(decompressLz4(frame, LIMIT).toString()).toBe("abc");
});

test("snappy: one bare block, as other clients write it, is read", () => {
  // Length 3, literal of 3 bytes.
  expect(decompressSnappy(Buffer.from("0308616263", "hex"), LIMIT).toString()).toBe("abc");
});
