import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StateEntry } from "../ports/index.ts";
import { MemoryFiles } from "../testing/files.ts";
import { SegmentEncoder, type SegmentInfo } from "./segment-encoder.ts";
import { entriesOf, readBlocks } from "./segment-reader.ts";

const value = (...bytes: number[]) => Uint8Array.from(bytes);

async function write(
  files: MemoryFiles,
  name: string,
  entries: Iterable<StateEntry>,
  blockBytes = 64,
  version = 1,
): Promise<SegmentInfo> {
  const encoder = new SegmentEncoder(blockBytes);
  function* chunks() {
    yield encoder.header(version);
    for (const entry of entries) {
      const block = encoder.add(entry);
      if (block !== undefined) yield block;
    }
    const rest = encoder.end();
    if (rest !== undefined) yield rest;
  }
  await files.writeDurable(name, chunks());
  return { name, checksum: encoder.checksum, bytes: encoder.bytes, entries: encoder.entries, full: true };
}

async function read(files: MemoryFiles, info: SegmentInfo): Promise<StateEntry[]> {
  const found: StateEntry[] = [];
  for await (const block of readBlocks(files, info, 1)) found.push(...entriesOf(block));
  return found;
}

test("entries come back as they were, removals too, in their order", async () => {
  const files = new MemoryFiles();
  const entries = [
    { key: "a", value: value(1, 2, 3) },
    { key: "", value: value() },
    { key: "b", value: undefined },
    { key: "Zürich 東京 🚀", value: value(0) },
    { key: "\ud800 alone", value: value(7) },
    { key: "__proto__", value: value(8) },
    { key: "k".repeat(100_000), value: new Uint8Array(200_000).fill(9) },
  ];
  const info = await write(files, "s", entries);
  expect(await read(files, info)).toEqual(entries);
  expect(info).toMatchObject({ entries: 7, bytes: files.contents.get("s")!.length });
});

test("any keys and values, any block size", async () => {
  const entry = fc.record({
    key: fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
    ),
    value: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(entry), fc.integer({ min: 1, max: 500 }), async (entries, blockBytes) => {
      const files = new MemoryFiles();
      expect(await read(files, await write(files, "s", entries, blockBytes))).toEqual(entries);
    }),
    { numRuns: 20 },
  );
});

test("reads in pieces of about half a megabyte, whatever the size of the file", async () => {
  const files = new MemoryFiles();
  const entries = Array.from({ length: 3000 }, (_, i) => ({ key: `key ${i}`, value: new Uint8Array(1000).fill(i) }));
  const info = await write(files, "s", entries, 256 * 1024);
  let reads = 0;
  files.inject = ({ kind }) => {
    if (kind === "read") reads++;
    return undefined;
  };
  expect(await read(files, info)).toEqual(entries);
  expect(reads).toBeGreaterThan(4);
  expect(reads).toBeLessThan(15);
});

describe("damage", () => {
  const entries = Array.from({ length: 12 }, (_, i) => ({ key: `key ${i}`, value: value(i, i, i, i, i, i, i, i) }));

  test("every flipped bit is found", async () => {
    const files = new MemoryFiles();
    const info = await write(files, "s", entries);
    const whole = files.contents.get("s")!;
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = whole.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      files.contents.set("s", flipped);
      await expect(read(files, info), `bit ${bit}`).rejects.toMatchObject({ name: "Damage" });
    }
  });

  test("every torn tail is found, filled with zeros or not", async () => {
    const files = new MemoryFiles();
    const info = await write(files, "s", entries);
    const whole = files.contents.get("s")!;
    for (let size = 0; size < whole.length; size++) {
      files.contents.set("s", whole.slice(0, size));
      await expect(read(files, info), `${size} bytes`).rejects.toMatchObject({ name: "Damage" });
      files.contents.set("s", whole.slice().fill(0, size));
      await expect(read(files, info), `${size} bytes, then zeros`).rejects.toMatchObject({ name: "Damage" });
    }
  });

  test("a block that is missing, doubled or moved is found", async () => {
    const files = new MemoryFiles();
    const info = await write(files, "s", entries);
    const whole = files.contents.get("s")!;
    const blocks: Uint8Array[] = [];
    for (let at = 16; at < whole.length; ) {
      const size = new DataView(whole.buffer).getUint32(at, true) + 12;
      blocks.push(whole.subarray(at, at + size));
      at += size;
    }
    const [first, second, ...rest] = blocks as [Uint8Array, Uint8Array];
    for (const order of [
      [second, first, ...rest],
      [first, ...rest],
      [first, second, second, ...rest],
      [first, second, ...rest.slice(1)],
    ]) {
      const content = Buffer.concat([whole.subarray(0, 16), ...order]);
      files.contents.set("s", content);
      await expect(read(files, info)).rejects.toMatchObject({ name: "Damage" });
      await expect(read(files, { ...info, bytes: content.length })).rejects.toMatchObject({ name: "Damage" });
    }
  });

  test("a sound file of the same size that is not the committed one is found", async () => {
    const files = new MemoryFiles();
    const info = await write(files, "s", entries);
    await write(
      files,
      "s",
      entries.map(({ key }) => ({ key, value: value(9, 9, 9, 9, 9, 9, 9, 9) })),
    );
    await expect(read(files, info)).rejects.toThrow("is not the file that was committed");
  });

  test("messages say what is wrong", async () => {
    const files = new MemoryFiles();
    const info = await write(files, "s", entries);
    await expect(read(files, { ...info, name: "t" })).rejects.toThrow("is missing");
    files.contents.set("s", files.contents.get("s")!.slice(0, 100));
    await expect(read(files, info)).rejects.toThrow(/^is damaged \(\d+ bytes instead of \d+\)$/);
  });
});

test("a file of a newer version is told from a damaged one", async () => {
  const files = new MemoryFiles();
  const info = await write(files, "s", [{ key: "a", value: value(1) }], 64, 2);
  await expect(read(files, info)).rejects.toMatchObject({ name: "NewerFormat", version: 2 });
});
