import { BATCH } from "./operator.ts";

/** So long may work go on without a turn of the event loop: awaiting settled promises starves timers and sockets for ever. */
const TURN_MS = 10;

/** Batches do not become smaller than this, however long a record takes. */
const LEAST = 16;

/** Keeps turns of the event loop short: says when to yield, and how many records make a batch of a few milliseconds. */
export class Pace {
  readonly #most: number;
  #size: number;
  #turnBegan = performance.now();

  constructor(most = BATCH) {
    this.#most = Math.min(most, BATCH);
    this.#size = Math.min(256, this.#most);
  }

  /** How many records the next batch may have. */
  get batchSize(): number {
    return this.#size;
  }

  /** A promise of the next turn if this one has lasted long enough. */
  pause(): Promise<void> | undefined {
    return performance.now() - this.#turnBegan < TURN_MS ? undefined : this.#turn();
  }

  /** A batch of `records` took so many milliseconds of work, waits left aside: batches grow or shrink towards half a turn. */
  worked(records: number, ms: number): void {
    if (records < this.#size) return;
    if (ms > TURN_MS) this.#size = Math.max(Math.min(LEAST, this.#most), this.#size >> 1);
    else if (ms < TURN_MS / 4) this.#size = Math.min(this.#most, this.#size * 2);
  }

  async #turn(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#turnBegan = performance.now();
  }
}
