import type { Document, EvalContext, MqlError } from "@millrace/mql";
import type { Clock, Positions, StateEntry } from "../ports/index.ts";
import type { StreamRecord } from "../record.ts";
import type { Stage } from "../stages/define.ts";
import type { OperatorStatistics } from "./statistics.ts";

/** So many documents at most are handed from one operator to the next in one piece (design 3). */
export const BATCH = 1000;

/**
 * One step between source and sink. Never called twice at a time, knows neither promises nor clocks: waiting, yielding
 * and timers are the loop's. Both methods push to `out`, which holds at most `limit` records when they return; they are
 * called again, with an empty `out`, until they are done.
 */
export interface Operator {
  /** Takes `input[from…]` in order; gives the index of the first record that is not (fully) taken, `input.length` when done. */
  process(input: StreamRecord[], from: number, out: StreamRecord[], limit: number): number;
  /** The watermark after all records of a batch. `true`: there is more, call again. */
  advance?(watermark: number, out: StreamRecord[], limit: number): boolean;
  /** What it counts, one entry a stage, in pipeline order. */
  readonly statistics: readonly OperatorStatistics[];
  /** Brings `statistics` up to date; called before they are read. */
  collect?(): void;
  /** Present in operators that keep state between batches. */
  readonly state?: OperatorState;
  /** Present in windows. */
  readonly windows?: WindowControl;
}

/** The state of an operator, as checkpoints and limits see it. */
export interface OperatorState {
  /** Bytes in use, by its own estimate. */
  bytes(): number;
  /** Everything that changed since the last call, encoded as it is now; nothing changes but what counts as changed. A generator that rests between entries. */
  freeze(): Iterable<StateEntry>;
  /** Takes back what all the `freeze` calls of earlier runs gave. Once, before the first record. */
  restore(entries: Iterable<StateEntry>): void;
  /**
   * Instead of `restore`, when what made the state has changed: takes back only what was closed. Gives, for each window that was open,
   * where the source was before the batch that opened it, the oldest last: from there everything it needs is read again.
   */
  forget(entries: Iterable<StateEntry>): Positions[];
  /** Arrival sequence of the next document: checkpoints carry it, so that order of first arrival survives a restart. */
  arrival: number;
}

/** What the loop asks of a window stage besides taking records. */
export interface WindowControl {
  /** Wall-clock time at which the first open window closes because the source is idle (engine.md 5.5); +Infinity if none does. */
  idleDue(idleSince: number, watermark: number): number;
  /** Marks the windows that are due as closed; the next `advance` emits them. Gives the watermark that this makes, −Infinity if nothing is due. */
  expire(now: number, idleSince: number, watermark: number): number;
  /** Marks all open windows as closed; the next `advance` emits them in order of `start` (engine.md 12.59). */
  expireAll(): void;
  /** Windows that are open, in order of start; milliseconds. */
  readonly open: readonly { readonly start: number; readonly end: number }[];
}

/** What operators have around them. */
export interface Surroundings {
  readonly context: EvalContext;
  readonly clock: Clock;
  /** `stream.source.type` of this processor's source. */
  readonly sourceType: string;
  readonly stages: ReadonlyMap<string, Stage>;
  /** The document cannot be processed: it goes to the dead letters as `doc`, counted for `operator`. */
  fail(operator: OperatorStatistics, record: StreamRecord, doc: Document, reason: string): void;
  /** As `fail`, with the reason of an expression error (engine.md 7.2). */
  failed(operator: OperatorStatistics, record: StreamRecord, doc: Document, error: MqlError): void;
  /** Where the source was before the batch at hand. Do not change it. */
  positions(): Positions;
  /** The record was processed before the last checkpoint and is read again for windows that were open then. */
  isReplay(record: StreamRecord): boolean;
}
