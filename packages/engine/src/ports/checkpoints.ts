import type { Value } from "@millrace/mql";
import type { Positions } from "./source.ts";

/** One durable point from which a processor can go on (design 6, Checkpoint). */
export interface Checkpoint {
  formatVersion: number;
  /** Counts the runs of the processor; a run with an older epoch must not commit. */
  epoch: number;
  /** Rises by one with each commit of a processor. */
  sequence: number;
  /** When it was committed, milliseconds. */
  time: number;
  positions: Positions;
  /** Watermark state by partition id, idle flags, the processor's watermark: whatever the source step wants back. */
  watermark: Value;
  /** Next arrival sequence. */
  arrival: number;
  /** The sink's snapshot. */
  sink: Value;
  /** Counters of the statistics. */
  counters: Value;
  /** State entries of every stateful operator: changed since the last commit, or all. */
  state: StateDelta;
}

/**
 * State as key-value changes. Keys are unique over all operators of the processor (begin them with the operator's index); values are opaque bytes.
 * A store pulls `entries` in pieces, with writes and turns of the event loop between them: the iterable must go on giving the state as it was at the barrier.
 */
export interface StateDelta {
  /** true: `entries` is everything, older segments no longer count. */
  full: boolean;
  /** `value: undefined` removes the entry. */
  entries: Iterable<StateEntry>;
}

export interface StateEntry {
  key: string;
  value: Uint8Array | undefined;
}

/** Keeps checkpoints. The newest whose segments all verify counts. One store object serves one run of a processor. */
export interface CheckpointStore {
  /**
   * The newest sound checkpoint with its whole state (`full`, in no particular order, to be gone through once), or `undefined` on a first run. Its `epoch` is the highest ever used here: the next run takes one more.
   * `warnings` names what was damaged and skipped. Throws a `ProcessorError` if there were checkpoints and none is sound, or if they are of a newer version.
   */
  load(): Promise<{ checkpoint: Checkpoint; warnings: string[] } | undefined>;
  /** Durable when it resolves. The segments of the last two commits are kept. Called after `load` or `clear`, one at a time. Refuses an epoch older than the newest stored. */
  commit(checkpoint: Checkpoint): Promise<{ bytes: number }>;
  /** Forgets everything (`resumeFromCheckpoint: false`, drop). Either all is left or nothing when it is interrupted. */
  clear(): Promise<void>;
  /** Ends work in the background. What was committed stays. */
  close(): Promise<void>;
}
