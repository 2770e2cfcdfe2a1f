import { ProcessorError, toProcessorError } from "../errors.ts";
import type { Checkpoint, CheckpointStore, Clock } from "../ports/index.ts";
import type { LogLevel } from "./processor.ts";

/** A processor that has no checkpoint for so long fails (design 6). */
const WITHOUT_MS = 10 * 60_000;
/** Pause after a failed commit: doubled each time, up to a minute. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** A checkpoint is taken even when nothing changed, so that the newest is never old. */
const IDLE_MS = 5 * 60_000;

export interface CommitsOptions {
  store: CheckpointStore;
  clock: Clock;
  intervalMs: number;
  /** Called after a commit is durable. */
  committed(checkpoint: Checkpoint): Promise<void>;
  /** A commit can never succeed: a newer run has taken over, or files are gone. */
  failed(error: ProcessorError): void;
  log(level: LogLevel, message: string, fields?: Record<string, unknown>): void;
}

/**
 * Commits checkpoints behind the processor's back: what is committed was frozen at a border, and processing goes on. One
 * at a time. A commit that fails is tried again with what was frozen, because later checkpoints build on it.
 */
export class Commits {
  /** When the next checkpoint is due. */
  due: number;
  /** Whether there is something to commit. */
  dirty = false;
  readonly #options: CommitsOptions;
  readonly #signal: AbortSignal;
  #running: Promise<void> | undefined;
  #last: number;

  /** `signal`: ends the pauses between attempts. */
  constructor(options: CommitsOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#last = options.clock.now();
    this.due = this.#last + options.intervalMs;
  }

  /** A barrier may be taken now. */
  isDue(now: number): boolean {
    if (this.#running !== undefined || now < this.due) return false;
    if (this.dirty || now - this.#last >= IDLE_MS) return true;
    this.due = now + this.#options.intervalMs;
    return false;
  }

  /** When the loop should look again; +Infinity while a commit is under way. */
  get nextLook(): number {
    return this.#running === undefined ? this.due : Number.POSITIVE_INFINITY;
  }

  /** Starts to commit. Resolves when it is durable; the caller may wait or not, but calls {@link idle} before the next. */
  begin(checkpoint: Checkpoint): Promise<void> {
    this.dirty = false;
    this.due = this.#options.clock.now() + this.#options.intervalMs;
    const running = this.#commit(checkpoint).finally(() => {
      this.#running = undefined;
    });
    this.#running = running;
    running.catch((thrown) => {
      if (!this.#signal.aborted) this.#options.failed(toProcessorError(thrown));
    });
    return running;
  }

  /** Resolves when no commit is under way, however it ended. */
  async idle(): Promise<void> {
    await this.#running?.catch(() => {});
  }

  /** Rejects when there has been no checkpoint for too long; resolves when the signal aborts. */
  async watch(): Promise<void> {
    const { clock, intervalMs } = this.#options;
    const limit = Math.max(WITHOUT_MS, 2 * intervalMs);
    while (!this.#signal.aborted) {
      const left = this.#last + limit - clock.now();
      if (left <= 0) {
        const minutes = Math.round(limit / 60_000);
        throw new ProcessorError(1, "internal", `No checkpoint could be taken for ${minutes} minutes.`);
      }
      await clock.sleep(left, this.#signal);
    }
  }

  async #commit(checkpoint: Checkpoint): Promise<void> {
    const { store, clock, committed, log } = this.#options;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        await store.commit(checkpoint);
        break;
      } catch (thrown) {
        // A full disk may have room again; a newer run that has taken over stays.
        if (thrown instanceof ProcessorError && thrown.errorClass !== "user-retryable") throw thrown;
        const { message } = toProcessorError(thrown);
        if (this.#signal.aborted) throw toProcessorError(thrown);
        log("warn", `The checkpoint could not be written and is tried again: ${message}`, { sequence: checkpoint.sequence });
        await clock.sleep(pause, this.#signal);
      }
    }
    this.#last = clock.now();
    await committed(checkpoint);
  }
}
