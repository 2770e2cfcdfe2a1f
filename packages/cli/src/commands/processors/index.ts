import type { RegisterCommand } from "../../command.ts";
import { list } from "./list.ts";
import { start } from "./start.ts";
import { stats } from "./stats.ts";
import { stop } from "./stop.ts";

const help = `
Processors are named WORKSPACE/NAME. These commands talk to the server that runs on the same data directory.

Examples:
  millrace processors list
  millrace processors stop demo/solar
  millrace processors start demo/solar --no-resume
  millrace processors stats demo/solar --operators`;

/** `millrace processors …`: what a server runs (issue "First run" 4, Runtime). */
export const processors: RegisterCommand = (program, session, args) => {
  const group = program
    .command("processors")
    .summary("list, start, stop and measure the processors of a server")
    .description("Lists, starts, stops and measures the processors of the server on this machine.")
    .addHelpText("after", help);
  for (const command of [list, start, stop, stats]) command(group, session, args);
};
