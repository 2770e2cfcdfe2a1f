import type { Files, StateEntry } from "../ports/index.ts";
import { Damage, NewerFormat } from "./damage.ts";
import { headerBytes, type SegmentInfo, segmentMagic } from "./segment-encoder.ts";
import { xxh32 } from "./xxh32.ts";

/** How much is read, and worked on, between two turns of the event loop. */
const pieceBytes = 512 * 1024;

/**
 * The verified blocks of a segment, in order, read in pieces so that memory stays bounded. Throws {@link Damage}, or {@link NewerFormat} for a
 * version above `supported`. A wrong end shows only behind the last block: nothing may be concluded before the loop has ended.
 */
export async function* readBlocks(files: Files, info: SegmentInfo, supported: number): AsyncGenerator<Uint8Array> {
  const reader = new PieceReader(files, info);
  let checksum = verifyHeader(await reader.take(headerBytes), supported);
  let entries = 0;
  while (reader.at < info.bytes) {
    const start = reader.at;
    const size = viewOf(await reader.peek(8)).getUint32(0, true) + 12;
    const block = await reader.take(size);
    const view = viewOf(block);
    checksum = xxh32(block.subarray(0, size - 4), checksum);
    if (view.getUint32(size - 4, true) !== checksum)
      throw new Damage(`is damaged (wrong checksum in the block at byte ${start})`);
    entries += view.getUint32(4, true);
    yield block;
  }
  if (checksum !== info.checksum || entries !== info.entries) throw new Damage("is not the file that was committed");
}

/** The entries of a verified block. Values are views of it. */
export function* entriesOf(block: Uint8Array): Generator<StateEntry> {
  const count = viewOf(block).getUint32(4, true);
  let at = 8;
  for (let i = 0; i < count; i++) {
    let tag = block[at++]!;
    if (tag >= 128) [tag, at] = longVarint(block, at, tag);
    const removed = tag % 2 === 1;
    const end = at + Math.floor(tag / 4);
    const key = tag % 4 >= 2 ? utf16(block, at, end) : utf8(block, at, end);
    at = end;
    if (removed) {
      yield { key, value: undefined };
      continue;
    }
    let size = block[at++]!;
    if (size >= 128) [size, at] = longVarint(block, at, size);
    yield { key, value: block.subarray(at, at + size) };
    at += size;
  }
}

/** Goes through a file once, a piece at a time. */
class PieceReader {
  at = 0;
  readonly #files: Files;
  readonly #info: SegmentInfo;
  #piece: Uint8Array = new Uint8Array(0);
  #pieceStart = 0;

  constructor(files: Files, info: SegmentInfo) {
    this.#files = files;
    this.#info = info;
  }

  async take(bytes: number): Promise<Uint8Array> {
    const taken = await this.peek(bytes);
    this.at += bytes;
    return taken;
  }

  async peek(bytes: number): Promise<Uint8Array> {
    const { name, bytes: total } = this.#info;
    if (this.at + bytes > total) throw new Damage(`is damaged (a block at byte ${this.at} goes beyond its end)`);
    if (this.at + bytes > this.#pieceStart + this.#piece.length) {
      const piece = await this.#files.read(name, this.at, Math.min(total, this.at + Math.max(bytes, pieceBytes)));
      if (piece === undefined) throw new Damage("is missing");
      if (piece.length < bytes) throw new Damage(`is damaged (${this.at + piece.length} bytes instead of ${total})`);
      this.#piece = piece;
      this.#pieceStart = this.at;
    }
    const offset = this.at - this.#pieceStart;
    return this.#piece.subarray(offset, offset + bytes);
  }
}

/** Checks the header; gives its checksum, the seed of the first block. */
function verifyHeader(header: Uint8Array, supported: number): number {
  const view = viewOf(header);
  const checksum = view.getUint32(12, true);
  if (utf8(header, 0, 8) !== segmentMagic || checksum !== xxh32(header.subarray(0, 12), 0))
    throw new Damage("is damaged (wrong header)");
  const version = view.getUint32(8, true);
  if (version > supported) throw new NewerFormat(version);
  return checksum;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const units: number[] = [];

/** Short ASCII keys, which most are, take the loop; the rest goes through the platform's decoder. */
function utf8(block: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length > 24) return decoder.decode(block.subarray(start, end));
  units.length = length;
  let seen = 0;
  for (let i = 0; i < length; i++) {
    const unit = block[start + i]!;
    seen |= unit;
    units[i] = unit;
  }
  return seen < 128 ? String.fromCharCode.apply(null, units) : decoder.decode(block.subarray(start, end));
}

function utf16(block: Uint8Array, start: number, end: number): string {
  const view = viewOf(block);
  let text = "";
  for (let at = start; at < end; at += 2) text += String.fromCharCode(view.getUint16(at, true));
  return text;
}

/** The rest of a variable-length integer whose first byte was `first`; and where it ends. */
function longVarint(block: Uint8Array, start: number, first: number): [value: number, at: number] {
  let value = first - 128;
  let at = start;
  for (let scale = 128; ; scale *= 128) {
    const byte = block[at++]!;
    value += (byte % 128) * scale;
    if (byte < 128) return [value, at];
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
