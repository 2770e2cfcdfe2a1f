import type { Run, RunOrder } from "@millrace/executor/client";
import type { Tier } from "./tiers.ts";

/** A run that is to be placed. */
export interface Assignment {
  order: RunOrder;
  tier: Tier;
  /** In a process of its own for now: it was in one that died, and may be the reason (design 7). */
  alone: boolean;
}

/** A run in its place. */
export interface PlacedRun extends Run {
  /**
   * Ends the probation of a run that was placed alone: true if it stays where it is and is from now on treated as any other;
   * false if it should move: stop it with a checkpoint and place it again.
   */
  settle(): boolean;
}

/** Where processors run. Nothing above it knows (design 11). */
export interface Placement {
  /** Resolves when it runs; rejects with a `ProcessorError`. An abort ends the start; the promise then rejects. */
  start(assignment: Assignment, signal: AbortSignal): Promise<PlacedRun>;
  /** Deletes what a processor that does not run has left: its checkpoints. */
  clear(processorId: string): Promise<void>;
  /** Ends everything at once; what still runs is lost. */
  close(): Promise<void>;
}
