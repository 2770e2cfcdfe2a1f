import { rest } from "./rest.ts";
import type { LifecycleState } from "./state.ts";

/** Defined, never started; or a start was cut short. */
export const created: LifecycleState = {
  name: "CREATED",
  desired: "stopped",
  shown: () => "CREATED",
  status: () => "created",
  live: rest,
};
