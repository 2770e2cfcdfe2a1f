import type { LifecycleState } from "./state.ts";

/** The final checkpoint is taken. Whatever happens meanwhile, STOPPED follows; other commands wait for it. */
export const stopping: LifecycleState = {
  name: "STOPPING",
  desired: "stopped",
  shown: () => "STARTED",
  status: () => "stopping",
  async live(machine) {
    await machine.endRun();
    return "STOPPED";
  },
};
