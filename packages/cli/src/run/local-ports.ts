import { setTimeout as delay } from "node:timers/promises";
import type { CheckpointStore, Clock } from "@millrace/engine";
import { type EvalContext, ObjectId } from "@millrace/mql";

/** The machine's own time. */
export const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
};

export const evalContext: EvalContext = {
  now: () => Date.now(),
  random: () => Math.random(),
  objectId: () => new ObjectId().toHexString(),
};

/** `millrace run` begins anew every time: nothing is remembered. */
export const noCheckpoints: CheckpointStore = {
  load: async () => undefined,
  commit: async () => ({ bytes: 0 }),
  clear: async () => {},
  close: async () => {},
};
