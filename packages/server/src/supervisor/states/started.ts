import { toProcessorError } from "@millrace/engine";
import type { RunEnd } from "@millrace/executor/client";
import type { Command } from "../inbox.ts";
import type { Machine, Prepared } from "../machine.ts";
import type { PlacedRun } from "../placement.ts";
import { refusal } from "../refusal.ts";
import type { StateName } from "../runtime.ts";
import { attempt } from "./attempt.ts";
import { drop } from "./rest.ts";
import type { LifecycleState } from "./state.ts";

/** What follows: another round in this state, the next state, or the end of the machine's life. */
type Next = "again" | "gone" | StateName;

/** Its owner wants it to run. It runs, or is about to be run again: after a failure, or because the server has just started. */
export const started: LifecycleState = {
  name: "STARTED",
  desired: "started",
  shown: () => "STARTED",
  status: (machine) => (machine.run ? "running" : machine.error ? "error" : "starting"),
  async live(machine) {
    for (;;) {
      const next = machine.run ? await attend(machine, machine.run) : await runAgain(machine);
      if (next === "gone") return undefined;
      if (next !== "again") return next;
    }
  },
};

/** Waits for the end of the run, for the end of its probation, or for a command. */
async function attend(machine: Machine, run: PlacedRun): Promise<Next> {
  const timer = new AbortController();
  const waits: Promise<Exclude<RunEnd, { kind: "stopped" }> | "settled">[] = [run.ended.then(endedByItself)];
  if (machine.suspect) waits.push(machine.ports.clock.sleep(machine.ports.times.probation, timer.signal).then(() => "settled"));
  const event = await machine.inbox.next(Promise.race(waits));
  timer.abort();
  if (event.command) return obey(machine, event.command);
  if (event.value !== "settled") return (await machine.failed(event.value)) ? "FAILED" : "again";
  machine.suspect = false;
  if (!run.settle()) await machine.endRun();
  return "again";
}

/** A run that stops without anybody having asked for it is an engine bug; it counts as lost. */
function endedByItself(end: RunEnd): Exclude<RunEnd, { kind: "stopped" }> {
  return end.kind === "stopped" ? { kind: "lost", loss: { reason: "crashed", detail: "it stopped by itself", others: 0 } } : end;
}

/** Waits until the next attempt is due and makes it. */
async function runAgain(machine: Machine): Promise<Next> {
  const timer = new AbortController();
  const wait = machine.retryAt - machine.ports.clock.now();
  const due = wait > 0 ? machine.ports.clock.sleep(wait, timer.signal) : Promise.resolve();
  const event = await machine.inbox.next(due);
  timer.abort();
  if (event.command) return obey(machine, event.command);
  let prepared: Prepared;
  try {
    prepared = await machine.ports.prepare(machine.id, "again");
  } catch (error) {
    return (await machine.failed({ kind: "failed", error: toProcessorError(error) })) ? "FAILED" : "again";
  }
  const outcome = await attempt(machine, prepared);
  switch (outcome.kind) {
    case "running":
      await machine.beganAgain(outcome.run);
      return "again";
    case "failed":
      return (await machine.failed({ kind: "failed", error: outcome.error })) ? "FAILED" : "again";
    case "cut":
      return obey(machine, outcome.command);
  }
}

async function obey(machine: Machine, command: Command): Promise<Next> {
  switch (command.kind) {
    case "start":
      command.reject(refusal("The processor is started already"));
      return "again";
    case "stop":
      machine.answering = command;
      return "STOPPING";
    case "drop":
      await machine.endRun({ checkpoint: false });
      return (await drop(machine, command)) ? "gone" : "again";
    case "suspend":
      await machine.endRun();
      command.resolve();
      return "gone";
  }
}
