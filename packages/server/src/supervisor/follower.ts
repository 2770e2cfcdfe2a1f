import type { PlacedRun } from "./placement.ts";
import type { ProcessorState } from "./runtime.ts";

/** Somebody who watches a processor over restarts. */
export interface Follower {
  /** It runs, now or again. */
  run(run: PlacedRun): void;
  /** Its state changed. */
  state(state: ProcessorState): void;
  /** It was dropped, or the server ends. */
  gone(): void;
}
