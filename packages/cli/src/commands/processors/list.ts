import type { RegisterCommand } from "../../command.ts";
import { addAdminOptions } from "./options.ts";

export const list: RegisterCommand = (group, session) => {
  addAdminOptions(group.command("list"))
    .description("Lists processors with their state.")
    .argument("[workspace[/name]]", "those of this workspace, or one; all if not given")
    .action(async (which: string | undefined, options: { data?: string; json?: boolean }) => {
      const { listProcessors } = await import("../../admin/list.ts");
      await listProcessors(which, options, session);
    });
};
