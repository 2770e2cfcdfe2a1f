import type { Machine } from "../machine.ts";
import type { EngineStatus, ShownState, StateName } from "../runtime.ts";

/** One state in the life of a processor. */
export interface LifecycleState {
  readonly name: StateName;
  /** What is wanted of the processor from here on, over restarts of the server; absent: as before. */
  readonly desired?: "started" | "stopped";
  /** What the Admin API shows (admin-api.md 10.4). */
  shown(machine: Machine): ShownState;
  /** `stats.status` (engine.md 1.2). */
  status(machine: Machine): EngineStatus;
  /** Lives through the state. Resolves with the one that follows, or `undefined` when the machine's life ends here. Never rejects. */
  live(machine: Machine): Promise<StateName | undefined>;
}
