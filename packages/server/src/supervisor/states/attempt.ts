import { type ProcessorError, toProcessorError } from "@millrace/engine";
import type { Command } from "../inbox.ts";
import type { Machine, Prepared } from "../machine.ts";
import type { PlacedRun } from "../placement.ts";
import { refusal } from "../refusal.ts";

/** How an attempt to run a processor came out. With a command, the attempt was cut short for it and is over. */
export type Outcome =
  | { kind: "running"; run: PlacedRun }
  | { kind: "failed"; error: ProcessorError }
  | { kind: "cut"; command: Command };

/** Places a run, and gives way to a stop, drop or suspend that comes meanwhile. */
export async function attempt(machine: Machine, prepared: Prepared): Promise<Outcome> {
  const cancel = new AbortController();
  const placing = machine.ports.placement.start({ ...prepared, alone: machine.suspect }, cancel.signal).then(
    (run): Outcome => ({ kind: "running", run }),
    (error: unknown): Outcome => ({ kind: "failed", error: toProcessorError(error) }),
  );
  for (;;) {
    const event = await machine.inbox.next(placing);
    if (!event.command) return event.value;
    if (event.command.kind === "start") {
      event.command.reject(refusal("The processor is being started already"));
      continue;
    }
    cancel.abort();
    const late = await placing;
    // It came up at the last moment.
    if (late.kind === "running") await late.run.stop({ checkpoint: false }).catch(() => {});
    return { kind: "cut", command: event.command };
  }
}
