/** How often an executor is asked for a sign of life, and after how many missed ones it counts as stuck. */
export interface WatchdogSettings {
  intervalMs: number;
  misses: number;
}

/** 30 seconds without an answer (design 7). */
export const defaultWatchdog: WatchdogSettings = { intervalMs: 5_000, misses: 6 };

/**
 * Counts intervals without an answer, not time: after the machine slept, all of them would seem late at once.
 * @param ping sends a question; `answered` is to be called with its answer
 * @param stuck called once, when the executor's loop has not answered for `misses` intervals
 */
export function watch(
  settings: WatchdogSettings,
  ping: (count: number) => void,
  stuck: () => void,
): { answered(): void; stop(): void } {
  let missed = 0;
  let count = 0;
  const timer = setInterval(() => {
    if (missed >= settings.misses) {
      clearInterval(timer);
      stuck();
      return;
    }
    missed++;
    ping(++count);
  }, settings.intervalMs);
  return {
    answered() {
      missed = 0;
    },
    stop: () => clearInterval(timer),
  };
}
