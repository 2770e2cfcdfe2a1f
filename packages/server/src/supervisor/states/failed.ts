import { rest } from "./rest.ts";
import type { LifecycleState } from "./state.ts";

/** Stopped by the engine. A start by its owner is the way out; it resumes from the last checkpoint. */
export const failed: LifecycleState = {
  name: "FAILED",
  desired: "stopped",
  shown: () => "FAILED",
  status: () => "error",
  live: rest,
};
