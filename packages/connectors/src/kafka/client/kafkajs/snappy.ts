import snappyjs from "snappyjs";

/** Snappy as Kafka's Java clients write it: a header, then blocks with their length. Other clients write one bare block, which is read too. */
const HEADER = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00, 0, 0, 0, 1, 0, 0, 0, 1]);
const MAGIC_BYTES = 8;
const BLOCK_BYTES = 32 * 1024;

export function compressSnappy(input: Uint8Array): Buffer {
  const parts: Buffer[] = [HEADER];
  for (let start = 0; start < input.length; start += BLOCK_BYTES) {
    const packed = Buffer.from(snappyjs.compress(Buffer.from(input.subarray(start, start + BLOCK_BYTES))));
    const size = Buffer.alloc(4);
    size.writeInt32BE(packed.length);
    parts.push(size, packed);
  }
  return Buffer.concat(parts);
}

/** Throws an `Error` on anything malformed, and when more than `maxBytes` come out. */
export function decompressSnappy(input: Buffer, maxBytes: number): Buffer {
  if (!input.subarray(0, MAGIC_BYTES).equals(HEADER.subarray(0, MAGIC_BYTES))) {
    return Buffer.from(snappyjs.uncompress(input, maxBytes));
  }
  const parts: Buffer[] = [];
  let total = 0;
  for (let at = HEADER.length; at < input.length; ) {
    if (at + 4 > input.length) throw new Error("Snappy block ends too soon");
    const size = input.readInt32BE(at);
    at += 4;
    if (size < 0 || at + size > input.length) throw new Error("Snappy block ends too soon");
    const block = Buffer.from(snappyjs.uncompress(Buffer.from(input.subarray(at, at + size)), maxBytes - total));
    total += block.length;
    parts.push(block);
    at += size;
  }
  return Buffer.concat(parts, total);
}
