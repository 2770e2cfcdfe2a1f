import type { Command } from "commander";

/** Options that every command of the group has. */
export function addAdminOptions(command: Command): Command {
  return command
    .option("--data <dir>", "data directory of the server (default: ./data, or MILLRACE_DATA)")
    .option("--json", "print JSON instead of text");
}
