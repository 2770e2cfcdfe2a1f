import { ProcessorError } from "@millrace/engine";
import type { Loss, RunEnd, TapListener } from "@millrace/executor/client";
import type { Document } from "@millrace/mql";
import type { Assignment, PlacedRun, Placement } from "../placement.ts";

/** A run that a test controls. */
export class FakeRun implements PlacedRun {
  readonly assignment: Assignment;
  readonly ended: Promise<RunEnd>;
  /** Checkpoint flags of the stops that were asked for. */
  readonly stops: boolean[] = [];
  /** How the final checkpoint goes. */
  stopping: () => Promise<void> = async () => {};
  /** It obeys a stop without checkpoint. */
  obedient = true;
  stays = true;
  settled = false;
  killed = false;
  readonly listeners = new Set<TapListener>();
  document: Document = { inputMessageCount: 1 };
  #end!: (end: RunEnd) => void;

  constructor(assignment: Assignment) {
    this.assignment = assignment;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async stop(options: { checkpoint?: boolean } = {}): Promise<void> {
    const checkpoint = options.checkpoint ?? true;
    this.stops.push(checkpoint);
    try {
      if (checkpoint) await this.stopping();
      else if (!this.obedient) await new Promise(() => {});
    } finally {
      this.#end({ kind: "stopped", stats: this.document });
    }
  }

  stats(): Promise<Document> {
    return Promise.resolve(this.document);
  }

  latest(): Promise<Document[]> {
    return Promise.resolve([{ latest: true }]);
  }

  tap(listener: TapListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Results reach those who tap. */
  show(documents: Document[]): void {
    for (const listener of this.listeners) listener(documents);
  }

  settle(): boolean {
    this.settled = true;
    return this.stays;
  }

  kill(): void {
    this.killed = true;
    this.lose({ reason: "crashed", detail: "signal SIGKILL", others: 0 });
  }

  fail(error: ProcessorError): void {
    this.#end({ kind: "failed", error, stats: this.document });
  }

  lose(loss: Loss): void {
    this.#end({ kind: "lost", loss });
  }
}

/** A placement whose starts succeed at once, unless the test says otherwise. */
export class FakePlacement implements Placement {
  readonly runs: FakeRun[] = [];
  readonly cleared: string[] = [];
  /** Called for every start; what it throws is the start's failure. */
  starting: (assignment: Assignment, signal: AbortSignal) => Promise<void> = async () => {};

  get last(): FakeRun {
    return this.runs.at(-1)!;
  }

  async start(assignment: Assignment, signal: AbortSignal): Promise<PlacedRun> {
    await this.starting(assignment, signal);
    const run = new FakeRun(assignment);
    this.runs.push(run);
    return run;
  }

  async clear(processorId: string): Promise<void> {
    this.cleared.push(processorId);
  }

  async close(): Promise<void> {}
}

export const unreachable = (): ProcessorError =>
  new ProcessorError(125, "user-retryable", "Broker localhost:1 cannot be reached");
