import type { DefNode, Document, Problem } from "@millrace/mql";
import type { Database } from "../store/schema.ts";

/** States of a processor (engine.md 1.2). One file each in `states/`. */
export type StateName = "CREATED" | "PROVISIONING" | "STARTED" | "STOPPING" | "STOPPED" | "FAILED";

/** States that the Admin API may show: never one in between (admin-api.md 10.4). */
export type ShownState = "CREATED" | "STARTED" | "STOPPED" | "FAILED";

/** Engine status in `stats.status` (engine.md 1.2). */
export type EngineStatus = "created" | "starting" | "running" | "error" | "stopping";

/** Where a processor is in its life, now. */
export interface ProcessorState {
  name: StateName;
  /** What the Admin API answers: CREATED or STOPPED (as before) while a start is under way, STARTED during a stop. */
  shown: ShownState;
  status: EngineStatus;
  /** When `name` last changed. */
  since: Date;
  /** The reason of FAILED, or of the retry loop that a STARTED processor is in. */
  error?: { code: number; codeName: string; message: string; retryable: boolean };
}

export interface StartOptions {
  /** Default true; false discards the checkpoint (engine.md 1.4). */
  resumeFromCheckpoint?: boolean;
  /** Change stream sources only. */
  startAtOperationTime?: Date;
  /** Of this run and those that follow it without the owner's doing. */
  tier?: string;
  /** Stores what else the start changes, in one transaction with STARTED: all of it or, when the start fails, nothing. */
  store?(db: Database): Promise<void>;
}

/**
 * What the API does with processors. Everything takes the processor's id; definition and connections are read from the
 * store when a run begins. Operations on one processor take effect one after the other; a stop or drop cuts a start short.
 * Errors are `ProcessorError`s whose message is for the processor's owner; an operation that the state does not allow has code 125.
 * A start or stop that cannot be stored rejects with the store's error and leaves the processor as it was.
 * The runtime writes desired state, state, error, tier of the start and `hasStarted` into the processor's row, nothing else.
 */
export interface ProcessorRuntime {
  /** Problems of a pipeline: grammar, and that its connections exist in the workspace. Empty if it is sound. */
  check(workspaceId: string, pipeline: DefNode): Promise<Problem[]>;
  /**
   * Resolves when the processor runs. A definition that cannot be run (tier, dead letter queue) is refused and the state stays as it was;
   * a run that does not come up leaves the processor FAILED with its first error (engine.md 1.2). Retries with backoff are for processors
   * that ran before. Begins afresh also when the row says so (a change with `resumeFromCheckpoint: false`). From CREATED, STOPPED, FAILED.
   */
  start(processorId: string, options?: StartOptions): Promise<void>;
  /** Resolves after the final checkpoint. Also ends a start under way (the processor is then as before it). From STARTED, PROVISIONING. */
  stop(processorId: string): Promise<void>;
  /** Stops without a checkpoint if it runs, deletes checkpoints and kept statistics, forgets the processor. Call before deleting the row. From any state. */
  drop(processorId: string): Promise<void>;
  /** The `stats` object (engine.md 8.1); of the last run if it does not run now; `undefined` if it never ran. */
  stats(processorId: string, options?: { scale?: 1 | 1024; verbose?: boolean }): Promise<Document | undefined>;
  /** Processors the runtime has not heard of are CREATED. */
  state(processorId: string): ProcessorState;
}
