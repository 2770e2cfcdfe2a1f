import type { Source } from "@millrace/engine";
import { systemClock } from "./system-clock.ts";

/** A source that never ends: in the service, a drained one stays idle (engine.md 12.50), so that statistics and taps go on. */
export function idleAtEnd(source: Source): Source {
  let ended = false;
  let waiting: AbortController | undefined;
  return {
    open: (positions) => source.open(positions),
    async read(maxWaitMs) {
      if (!ended) {
        const batch = await source.read(maxWaitMs);
        if (batch !== null) return batch;
        ended = true;
      }
      waiting = new AbortController();
      await systemClock.sleep(maxWaitMs, waiting.signal);
      return { records: [] };
    },
    pause: (partitions) => source.pause(partitions),
    committed: (positions) => source.committed(positions),
    wake() {
      waiting?.abort();
      source.wake();
    },
    close: () => source.close(),
    ...(source.stats && { stats: () => source.stats!() }),
  };
}
