import type { Document, Value } from "@millrace/mql";
import type { StreamRecord } from "../record.ts";

/** Makes a record for a document that leaves a window: event time = window start, metadata = `source.type` and `window` (engine.md 5.4). */
export type MakeRecord = (doc: Document, meta?: Document) => StreamRecord;

/** Documents on their way through the inner pipeline of a window that closes: pieces of bounded size, pulled. */
export type Chunks = Iterable<StreamRecord[]>;

/** A step of the inner pipeline that runs when a window closes: a later blocking stage, or a run of stages that treat one document at a time. */
export type BlockingStep = (chunks: Chunks, make: MakeRecord) => Chunks;

/**
 * What a window keeps until it closes, decided by the first blocking stage of its inner pipeline: accumulators of groups,
 * a count, or documents. `C` is the content of one window. Keys of state entries are unique within a window.
 */
export interface FirstBlocking<C = unknown> {
  /** Expressions read `$meta`: records must know their window before `add`. */
  readonly usesMeta: boolean;
  open(): C;
  /** Takes a document in. `sequence` rises by one with each. An MqlError leaves the content as it was. */
  add(content: C, record: StreamRecord, sequence: number): void;
  /** The documents it gives at close. */
  release(content: C, make: MakeRecord): Chunks;
  /** Estimate of the memory in use. Goes through the content. */
  bytes(content: C): number;
  /** Entries that changed since the last call; `since`: the arrival sequence then. */
  changes(content: C, since: number): Iterable<{ key: string; value: Value }>;
  /** Keys of the entries that `changes` may have given before, up to the sequence `since`. */
  keys(content: C, since: number): Iterable<string>;
  restore(values: readonly Value[]): C;
}

/** Cuts documents into pieces. */
export function* inChunks(docs: Iterable<Document>, make: MakeRecord, size: number): Generator<StreamRecord[]> {
  let chunk: StreamRecord[] = [];
  for (const doc of docs) {
    chunk.push(make(doc));
    if (chunk.length >= size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
