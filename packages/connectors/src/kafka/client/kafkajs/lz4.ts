import lz4 from "lz4js";

/**
 * LZ4 frames as Kafka writes them: independent blocks, no checksums. The blocks are `lz4js`'s work; its frames are not used,
 * since brokers refuse frames whose blocks may depend on each other.
 */
const MAGIC = 0x184d2204;
/** A little under the 64 KB that the header announces: `lz4js` may begin a match 10 bytes before the end of a block, where decoders that see the end of their room expect none within 12. */
const BLOCK_BYTES = 64 * 1024 - 16;
/** Magic, version 1 with independent blocks, 64 KB blocks, and the checksum of these two bytes. */
const HEADER = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82]);
const STORED = 0x80000000;

export function compressLz4(input: Uint8Array): Buffer {
  const parts: Buffer[] = [HEADER];
  const hashTable = new Uint32Array(1 << 16);
  for (let start = 0; start < input.length; start += BLOCK_BYTES) {
    const block = input.subarray(start, start + BLOCK_BYTES);
    const packed = Buffer.alloc(lz4.compressBound(block.length));
    const length = lz4.compressBlock(block, packed, 0, block.length, hashTable.fill(0));
    const stored = length === 0 || length >= block.length;
    const size = Buffer.alloc(4);
    size.writeUInt32LE(stored ? (block.length | STORED) >>> 0 : length);
    parts.push(size, stored ? Buffer.from(block) : packed.subarray(0, length));
  }
  parts.push(Buffer.alloc(4)); // end mark
  return Buffer.concat(parts);
}

/** Throws an `Error` on anything that is not a whole frame, and when more than `maxBytes` come out. */
export function decompressLz4(input: Buffer, maxBytes: number): Buffer {
  if (input.length < 7 || input.readUInt32LE(0) !== MAGIC) throw new Error("not an LZ4 frame");
  const flags = input.readUInt8(4);
  if (flags >> 6 !== 1) throw new Error("unknown version of LZ4 frame");
  const blockChecksums = (flags & 0x10) !== 0;
  const blockBytes = 1 << (8 + 2 * ((input.readUInt8(5) >> 4) & 7));
  let at = 7 + ((flags & 0x08) !== 0 ? 8 : 0);
  const parts: Buffer[] = [];
  let total = 0;
  for (;;) {
    if (at + 4 > input.length) throw new Error("LZ4 frame ends too soon");
    const word = input.readUInt32LE(at);
    at += 4;
    if (word === 0) return Buffer.concat(parts, total);
    const size = word & 0x7fffffff;
    if (at + size > input.length) throw new Error("LZ4 block ends too soon");
    let block = input.subarray(at, at + size);
    if (word < STORED) {
      const unpacked = Buffer.alloc(blockBytes);
      const length = lz4.decompressBlock(input, unpacked, at, size, 0);
      if (!(length <= blockBytes)) throw new Error("LZ4 block is larger than the frame says");
      block = unpacked.subarray(0, length);
    }
    total += block.length;
    if (total > maxBytes) throw new Error(`LZ4 frame holds more than ${maxBytes} bytes`);
    parts.push(block);
    at += size + (blockChecksums ? 4 : 0);
  }
}
