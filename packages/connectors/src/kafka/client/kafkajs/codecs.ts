import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import kafkajs from "kafkajs";
import type { Compression } from "../port.ts";
import { compressLz4, decompressLz4 } from "./lz4.ts";
import { compressSnappy, decompressSnappy } from "./snappy.ts";

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** No batch may unpack to more: a small message must not take the process's memory. */
const MAX_BATCH_BYTES = 256 * 1024 * 1024;

interface Encoder {
  buffer: Buffer;
}

const codec = (compress: (bytes: Buffer) => Buffer, decompress: (bytes: Buffer) => Buffer) => () => ({
  compress: async (encoder: Encoder) => compress(encoder.buffer),
  decompress: async (bytes: Buffer) => decompress(bytes),
});

const limit = { maxOutputLength: MAX_BATCH_BYTES };

/** Teaches kafkajs, which brings gzip only, and that without a limit, all compressions of the protocol. */
export function registerCodecs(): void {
  CompressionCodecs[CompressionTypes.GZIP] = codec(gzipSync, (bytes) => gunzipSync(bytes, limit));
  CompressionCodecs[CompressionTypes.ZSTD] = codec(zstdCompressSync, (bytes) => zstdDecompressSync(bytes, limit));
  CompressionCodecs[CompressionTypes.Snappy] = codec(compressSnappy, (bytes) => decompressSnappy(bytes, MAX_BATCH_BYTES));
  CompressionCodecs[CompressionTypes.LZ4] = codec(compressLz4, (bytes) => decompressLz4(bytes, MAX_BATCH_BYTES));
}

/** kafkajs's number of a compression. */
export const compressionTypes: Record<Compression, number> = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
};
