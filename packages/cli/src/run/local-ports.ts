import type { CheckpointStore, Clock } from "@millrace/engine";
import { type EvalContext, ObjectId } from "@millrace/mql";

/** The machine's own time. */
export const clock: Clock = {
  now: () => Date.now(),
  // Sources sleep once a read: without the rejection that `node:timers/promises` makes of an abort.
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      if (signal?.aborted) done();
      else signal?.addEventListener("abort", done);
    }),
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
