import { refusal } from "../refusal.ts";
import { attempt } from "./attempt.ts";
import type { LifecycleState } from "./state.ts";

/** A start by the owner is under way. Its first failure is the answer; nothing is retried. */
export const provisioning: LifecycleState = {
  name: "PROVISIONING",
  shown: (machine) => machine.before,
  status: () => "starting",
  async live(machine) {
    machine.beginAnew();
    const outcome = await attempt(machine, machine.prepared!);
    switch (outcome.kind) {
      case "running":
        machine.began(outcome.run);
        return "STARTED";
      case "failed":
        machine.fail(outcome.error);
        return "FAILED";
      case "cut":
        machine.answering?.reject(refusal("The start was cut short: the processor is being stopped"));
        machine.answering = undefined;
        if (outcome.command.kind === "stop") machine.answering = outcome.command;
        else machine.inbox.putBack(outcome.command);
        return machine.before;
    }
  },
};
