import { rest } from "./rest.ts";
import type { LifecycleState } from "./state.ts";

/** Stopped by its owner. */
export const stopped: LifecycleState = {
  name: "STOPPED",
  desired: "stopped",
  shown: () => "STOPPED",
  status: () => "created",
  live: rest,
};
