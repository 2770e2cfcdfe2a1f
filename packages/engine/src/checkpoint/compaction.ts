import type { Files, StateEntry } from "../ports/index.ts";
import { Newest } from "./newest.ts";
import { SegmentEncoder, type SegmentInfo } from "./segment-encoder.ts";
import { readBlocks } from "./segment-reader.ts";

/** Limits from which segments are merged. */
export interface CompactionLimits {
  /** Deltas smaller than this are let be, however small the base is. */
  minimumBytes: number;
  /** As many segments make recovery slow: their tail is merged. */
  maximumSegments: number;
}

/**
 * Which segments to merge, as a range of their list: all, when the deltas have outgrown the base. Otherwise, when there are too many, the newest
 * ones back to one that is larger than all behind it, so that a large segment is not written again for the sake of small ones.
 */
export function chooseRange(
  segments: readonly SegmentInfo[],
  limits: CompactionLimits,
): { from: number; to: number } | undefined {
  if (segments.length < 2) return undefined;
  const deltas = segments.reduce((sum, segment) => sum + segment.bytes, 0) - segments[0]!.bytes;
  if (deltas >= limits.minimumBytes && deltas > segments[0]!.bytes) return { from: 0, to: segments.length };
  if (segments.length <= limits.maximumSegments) return undefined;
  let from = segments.length - 1;
  let behind = segments[from]!.bytes;
  while (from > 0 && segments[from - 1]!.bytes <= behind) behind += segments[--from]!.bytes;
  return { from: Math.min(from, segments.length - 2), to: segments.length };
}

/**
 * Merges a run of segments into one that says the same. Reads and writes in pieces; memory holds the keys of the deltas, not of the base and no values.
 * `full`: the run begins with the oldest segment, so removals need not be kept. Throws `Damage` if a segment is unsound and stops when `signal` aborts.
 */
export async function merge(
  files: Files,
  run: readonly SegmentInfo[],
  target: { name: string; full: boolean; formatVersion: number; blockBytes: number },
  signal: AbortSignal,
): Promise<SegmentInfo> {
  const encoder = new SegmentEncoder(target.blockBytes);

  async function* blocksOf(segment: SegmentInfo): AsyncGenerator<Uint8Array> {
    for await (const block of readBlocks(files, segment, target.formatVersion)) {
      signal.throwIfAborted();
      yield block;
    }
  }

  async function* chunks(): AsyncGenerator<Uint8Array> {
    const [base, ...deltas] = run;
    const newest = new Newest();
    yield encoder.header(target.formatVersion);
    for (const delta of deltas.reverse()) for await (const block of blocksOf(delta)) yield* encoded(newest.ofDelta(block));
    for await (const block of blocksOf(base!)) yield* encoded(newest.ofBase(block));
    const rest = encoder.end();
    if (rest !== undefined) yield rest;
  }

  function* encoded(entries: Iterable<StateEntry>): Generator<Uint8Array> {
    for (const entry of entries) {
      if (target.full && entry.value === undefined) continue;
      const full = encoder.add(entry);
      if (full !== undefined) yield full;
    }
  }

  await files.writeDurable(target.name, chunks());
  const { checksum, bytes, entries } = encoder;
  return { name: target.name, checksum, bytes, entries, full: target.full };
}
