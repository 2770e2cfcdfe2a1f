import type { Clock } from "@millrace/engine";

interface Sleeper {
  until: number;
  wake(): void;
}

/** Time that moves only when a test says so. */
export class VirtualClock implements Clock {
  #now = 0;
  readonly #sleepers: Sleeper[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeper = { until: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        this.#remove(sleeper);
        resolve();
      });
    });
  }

  /** Lets so many milliseconds pass, sleeper by sleeper, and everything happen that follows from it. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await quiet();
    for (;;) {
      const [next] = this.#sleepers.filter((sleeper) => sleeper.until <= end).sort((a, b) => a.until - b.until);
      if (!next) break;
      this.#now = Math.max(this.#now, next.until);
      this.#remove(next);
      next.wake();
      await quiet();
    }
    this.#now = end;
  }

  #remove(sleeper: Sleeper): void {
    const at = this.#sleepers.indexOf(sleeper);
    if (at >= 0) this.#sleepers.splice(at, 1);
  }
}

/** Lets everything happen that waits for no timer. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}
