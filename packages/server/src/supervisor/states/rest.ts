import { toProcessorError } from "@millrace/engine";
import type { Machine } from "../machine.ts";
import { refusal } from "../refusal.ts";
import type { StateName } from "../runtime.ts";

/** Life in a state in which nothing runs: CREATED, STOPPED, FAILED. */
export async function rest(machine: Machine): Promise<StateName | undefined> {
  for (;;) {
    const command = await machine.inbox.take();
    switch (command.kind) {
      case "start":
        machine.before = machine.state.name === "CREATED" ? "CREATED" : "STOPPED";
        machine.preparing = true;
        try {
          machine.prepared = await machine.ports.prepare(machine.id, { start: command.options });
        } catch (error) {
          machine.preparing = false;
          command.reject(toProcessorError(error));
          break;
        }
        machine.answering = command;
        return "PROVISIONING";
      case "stop":
        command.reject(refusal(`The processor is not running (state ${machine.state.shown})`));
        break;
      case "drop":
        if (await drop(machine, command)) return undefined;
        break;
      case "suspend":
        command.resolve();
        return undefined;
    }
  }
}

/** Deletes what the processor has left. False if that failed: the processor is still there. */
export async function drop(machine: Machine, command: { resolve(): void; reject(error: Error): void }): Promise<boolean> {
  try {
    await machine.ports.placement.clear(machine.id);
    command.resolve();
    return true;
  } catch (error) {
    command.reject(toProcessorError(error));
    return false;
  }
}
