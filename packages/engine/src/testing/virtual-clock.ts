import type { Clock } from "../ports/index.ts";

interface Sleeper {
  due: number;
  wake(): void;
}

/** A clock that stands still until it is told to go on. Sleepers wake in order of time. */
export class VirtualClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];

  /** `start`: milliseconds since 1970, or a date in text. */
  constructor(start: number | string = "2026-01-05T09:00:00Z") {
    this.#now = typeof start === "string" ? Date.parse(start) : start;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0 || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        due: this.#now + ms,
        wake: () => {
          this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
          signal?.removeEventListener("abort", sleeper.wake);
          resolve();
        },
      };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", sleeper.wake);
    });
  }

  /** Moves on by `ms`, stopping at each time at which somebody wakes; `settle` lets everybody finish what that starts. */
  async advance(ms: number, settle: () => Promise<void> = async () => {}): Promise<void> {
    const target = this.#now + ms;
    for (;;) {
      await settle();
      const due = Math.min(...this.#sleepers.map((sleeper) => sleeper.due));
      if (due > target) break;
      this.#now = Math.max(this.#now, due);
      for (const sleeper of this.#sleepers.filter((one) => one.due <= this.#now)) sleeper.wake();
    }
    this.#now = target;
    await settle();
  }
}
