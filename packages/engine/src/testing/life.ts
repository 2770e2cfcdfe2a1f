/** What the ports of a processor do, as faults see it. */
export type Operation = "open" | "read" | "write" | "flush" | "letter" | "commit" | "committed";

/**
 * One life of a processor, from start to stop or crash. Its ports ask before and after everything they do; after a crash
 * nothing they were asked for happens or returns any more, as if the process were gone.
 */
export class Life {
  /** Operations so far. */
  operations = 0;
  /** Operations under way. */
  busy = 0;
  #alive = true;
  readonly #crash: { operation: number; effect: boolean } | undefined;

  /** `crash`: in the operation of that number (from 1), before or after it took effect. */
  constructor(crash?: { operation: number; effect: boolean }) {
    this.#crash = crash;
  }

  get alive(): boolean {
    return this.#alive;
  }

  end(): void {
    this.#alive = false;
  }

  /** Does something for the processor, unless it is gone. */
  async perform<T>(_operation: Operation, action: () => T | Promise<T>): Promise<T> {
    this.operations++;
    const crashes = this.operations === this.#crash?.operation;
    if (crashes && !this.#crash?.effect) this.#alive = false;
    if (!this.#alive) return new Promise(() => {});
    this.busy++;
    try {
      const result = await action();
      if (crashes) this.#alive = false;
      return this.#alive ? result : await new Promise(() => {});
    } finally {
      this.busy--;
    }
  }
}
