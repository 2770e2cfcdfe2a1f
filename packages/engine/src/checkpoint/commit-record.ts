import { type Document, decodeBson, encodeBson, type Value } from "@millrace/mql";
import type { Checkpoint, Positions } from "../ports/index.ts";
import { Damage, NewerFormat } from "./damage.ts";
import type { SegmentInfo } from "./segment-encoder.ts";
import { xxh32 } from "./xxh32.ts";

/** Everything of a checkpoint but the state itself, and where that is. */
export interface CommitRecord extends Omit<Checkpoint, "state"> {
  /** Oldest first: each changes what the ones before it say. */
  segments: SegmentInfo[];
}

const magic = new TextEncoder().encode("MRCOMMIT");

/**
 * A commit file: "MRCOMMIT", format version u32, length u32, BSON, xxh32 u32 of everything before (little-endian). This frame is the same in all
 * versions, so that a file of a newer version can be told from a damaged one.
 */
export function encodeCommit(record: CommitRecord): Uint8Array {
  const { formatVersion, segments, ...rest } = record;
  const body = encodeBson({ ...rest, segments: segments.map((segment) => ({ ...segment })) });
  const file = new Uint8Array(body.length + 20);
  const view = new DataView(file.buffer);
  file.set(magic);
  view.setUint32(8, formatVersion, true);
  view.setUint32(12, body.length, true);
  file.set(body, 16);
  view.setUint32(body.length + 16, xxh32(file.subarray(0, body.length + 16), 0), true);
  return file;
}

/** Throws {@link Damage}, or {@link NewerFormat} for a version above `supported`. */
export function decodeCommit(file: Uint8Array, supported: number): CommitRecord {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 20 || magic.some((byte, i) => file[i] !== byte)) throw new Damage("is damaged (wrong header)");
  const length = view.getUint32(12, true);
  if (length !== file.length - 20) throw new Damage(`is damaged (${file.length} bytes instead of ${length + 20})`);
  if (view.getUint32(length + 16, true) !== xxh32(file.subarray(0, length + 16), 0))
    throw new Damage("is damaged (wrong checksum)");
  const formatVersion = view.getUint32(8, true);
  if (formatVersion > supported) throw new NewerFormat(formatVersion);
  const body = decodeBson(file.subarray(16, length + 16));
  return {
    formatVersion,
    epoch: body.epoch as number,
    sequence: body.sequence as number,
    time: body.time as number,
    positions: body.positions as Positions,
    watermark: body.watermark,
    arrival: body.arrival as number,
    sink: body.sink,
    counters: body.counters,
    segments: (body.segments as Document[]).map(segmentInfo),
  };
}

function segmentInfo(from: Document): SegmentInfo {
  const number = (value: Value) => value as number;
  return {
    name: from.name as string,
    checksum: number(from.checksum),
    bytes: number(from.bytes),
    entries: number(from.entries),
    full: from.full as boolean,
  };
}
