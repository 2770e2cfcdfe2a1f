import type { RegisterCommand } from "../../command.ts";
import { addAdminOptions } from "./options.ts";

export const start: RegisterCommand = (group, session) => {
  addAdminOptions(group.command("start"))
    .description("Starts a processor and waits until it runs.")
    .argument("<workspace/name>", "the processor")
    .option("--no-resume", "discard its checkpoint and begin anew")
    .option("--tier <tier>", "run it on this tier from now on, such as SP10")
    .action(async (which: string, options: { data?: string; json?: boolean; resume: boolean; tier?: string }) => {
      const { startProcessor } = await import("../../admin/control.ts");
      await startProcessor(which, options, session);
    });
};
