import type { StateName } from "../runtime.ts";
import { created } from "./created.ts";
import { failed } from "./failed.ts";
import { provisioning } from "./provisioning.ts";
import { started } from "./started.ts";
import type { LifecycleState } from "./state.ts";
import { stopped } from "./stopped.ts";
import { stopping } from "./stopping.ts";

/** All states by name. */
export const states: Readonly<Record<StateName, LifecycleState>> = {
  CREATED: created,
  PROVISIONING: provisioning,
  STARTED: started,
  STOPPING: stopping,
  STOPPED: stopped,
  FAILED: failed,
};
