import type { RegisterCommand } from "../../command.ts";
import { addAdminOptions } from "./options.ts";

export const stop: RegisterCommand = (group, session) => {
  addAdminOptions(group.command("stop"))
    .description("Stops a processor and waits for its final checkpoint.")
    .argument("<workspace/name>", "the processor")
    .action(async (which: string, options: { data?: string; json?: boolean }) => {
      const { stopProcessor } = await import("../../admin/control.ts");
      await stopProcessor(which, options, session);
    });
};
