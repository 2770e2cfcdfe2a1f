import type { StateName } from "./runtime.ts";

/** Every way from one state to another (engine.md 1.2). Dropping a processor ends its life in any state and is no transition. */
export const transitions: Readonly<Record<StateName, readonly StateName[]>> = {
  CREATED: ["PROVISIONING"],
  // Back to where it came from when a stop cuts the start short.
  PROVISIONING: ["STARTED", "FAILED", "CREATED", "STOPPED"],
  // Restarts with backoff happen inside STARTED.
  STARTED: ["STOPPING", "FAILED"],
  STOPPING: ["STOPPED"],
  STOPPED: ["PROVISIONING"],
  FAILED: ["PROVISIONING"],
};
