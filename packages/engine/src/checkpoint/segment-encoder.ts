import type { StateEntry } from "../ports/index.ts";
import { xxh32 } from "./xxh32.ts";

/**
 * A segment is an immutable file of state entries:
 *
 * ```
 * file   = header block*
 * header = "MRSEGMNT", format version u32, checksum u32            checksum: xxh32 of the 12 bytes before, seed 0
 * block  = payload length u32, entry count u32, payload, checksum u32   checksum: xxh32 of everything in the block before it, seed = the checksum before
 * entry  = varint(key length × 4 + (2 if the key is UTF-16LE, else UTF-8) + (1 if removed)), key, unless removed: varint(length), value
 * ```
 *
 * Numbers are little-endian. Since every checksum is seeded with the one before, the last one stands for the whole file: a block that is torn,
 * changed, missing, doubled or moved does not verify.
 */
export const segmentMagic = "MRSEGMNT";
export const headerBytes = 16;

/** What a commit record says of a segment. */
export interface SegmentInfo {
  name: string;
  /** The last checksum in the file. */
  checksum: number;
  bytes: number;
  entries: number;
  /** true: nothing older is needed to know the state. */
  full: boolean;
}

/** Default size from which a block is closed: large enough for throughput, small enough to be encoded within a millisecond or two. */
export const defaultBlockBytes = 256 * 1024;

const encoder = new TextEncoder();

/** Encodes entries into blocks in one buffer that is used again: a returned block is valid until the next call. */
export class SegmentEncoder {
  bytes = 0;
  entries = 0;
  checksum = 0;
  readonly #blockBytes: number;
  #buffer: Uint8Array;
  #view: DataView;
  #at = 8;
  #count = 0;

  constructor(blockBytes: number) {
    this.#blockBytes = blockBytes;
    this.#buffer = new Uint8Array(blockBytes + 4096);
    this.#view = new DataView(this.#buffer.buffer);
  }

  /** The first bytes of the file. */
  header(formatVersion: number): Uint8Array {
    const header = new Uint8Array(headerBytes);
    encoder.encodeInto(segmentMagic, header);
    const view = new DataView(header.buffer);
    view.setUint32(8, formatVersion, true);
    this.checksum = xxh32(header.subarray(0, 12), 0);
    view.setUint32(12, this.checksum, true);
    this.bytes = headerBytes;
    return header;
  }

  /** Adds an entry; gives a block when one is full. */
  add(entry: StateEntry): Uint8Array | undefined {
    const { key, value } = entry;
    const wide = !key.isWellFormed();
    this.#reserve(key.length * 3 + 20 + (value?.length ?? 0));
    const removed = value === undefined ? 1 : 0;
    if (wide) {
      this.#varint(key.length * 8 + 2 + removed);
      for (let i = 0; i < key.length; i++, this.#at += 2) this.#view.setUint16(this.#at, key.charCodeAt(i), true);
    } else {
      this.#utf8(key, removed);
    }
    if (value !== undefined) {
      this.#varint(value.length);
      this.#buffer.set(value, this.#at);
      this.#at += value.length;
    }
    this.#count++;
    return this.#at >= this.#blockBytes ? this.#seal() : undefined;
  }

  /** The last block, if there is one. */
  end(): Uint8Array | undefined {
    return this.#count > 0 ? this.#seal() : undefined;
  }

  #seal(): Uint8Array {
    const end = this.#at;
    this.#view.setUint32(0, end - 8, true);
    this.#view.setUint32(4, this.#count, true);
    this.checksum = xxh32(this.#buffer.subarray(0, end), this.checksum);
    this.#view.setUint32(end, this.checksum, true);
    this.entries += this.#count;
    this.bytes += end + 4;
    this.#count = 0;
    this.#at = 8;
    return this.#buffer.subarray(0, end + 4);
  }

  /** Short ASCII keys, which most are, take the loop; the rest goes through the platform's encoder. */
  #utf8(key: string, removed: number): void {
    const start = this.#at;
    const length = key.length;
    if (length < 32) {
      const buffer = this.#buffer;
      let at = start + 1;
      let seen = 0;
      for (let i = 0; i < length; i++) {
        const unit = key.charCodeAt(i);
        seen |= unit;
        buffer[at++] = unit;
      }
      if (seen < 128) {
        buffer[start] = length * 4 + removed;
        this.#at = at;
        return;
      }
    }
    const written = encoder.encodeInto(key, this.#buffer.subarray(start + 5)).written;
    this.#varint(written * 4 + removed);
    this.#buffer.copyWithin(this.#at, start + 5, start + 5 + written);
    this.#at += written;
  }

  #varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#buffer[this.#at++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#at++] = rest;
  }

  /** Makes room for so many more bytes and the checksum. */
  #reserve(more: number): void {
    const needed = this.#at + more + 4;
    if (needed <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
    larger.set(this.#buffer.subarray(0, this.#at));
    this.#buffer = larger;
    this.#view = new DataView(larger.buffer);
  }
}
