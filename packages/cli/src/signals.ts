import type { ExitCode } from "./errors.ts";

/** Signals that end a command; Windows knows the first only. */
const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

type StopSignal = (typeof stopSignals)[number];

/** A second signal sooner than this is the same Ctrl-C, once from the terminal and once passed on by a parent (bin/millrace.js, npm). */
const SAME_SIGNAL_MS = 100;

/** How a command learns that it has to end. */
export interface StopSignals {
  /** Calls `first` with the first signal; the process ends at once on a second one. Returns a function that takes the handlers away. */
  handle(first: (signal: StopSignal) => void): () => void;
}

export function processSignals(exit: (code: ExitCode) => void): StopSignals {
  return {
    handle(first) {
      let since: number | undefined;
      const handler = (signal: NodeJS.Signals): void => {
        const now = performance.now();
        if (since === undefined) {
          since = now;
          first(signal as StopSignal);
        } else if (now - since > SAME_SIGNAL_MS) exit(130);
      };
      for (const signal of stopSignals) process.on(signal, handler);
      return () => {
        for (const signal of stopSignals) process.off(signal, handler);
      };
    },
  };
}
