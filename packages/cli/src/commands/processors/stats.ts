import type { RegisterCommand } from "../../command.ts";
import { addAdminOptions } from "./options.ts";

export const stats: RegisterCommand = (group, session) => {
  addAdminOptions(group.command("stats"))
    .description("Prints what processors have read, written and refused.")
    .argument("[workspace[/name]]", "those of this workspace, or one; all if not given")
    .option("--operators", "with the numbers of each operator")
    .option("--kilobytes", "sizes in kilobytes instead of bytes")
    .action(
      async (which: string | undefined, options: { data?: string; json?: boolean; operators?: boolean; kilobytes?: boolean }) => {
        const { printStats } = await import("../../admin/print-stats.ts");
        await printStats(which, options, session);
      },
    );
};
