import type { RegisterCommand } from "../command.ts";

const help = `
Prints the latest results first and then new ones as they come, a line of relaxed Extended JSON each. It shows what reaches
the sink and takes nothing away from it. A slow reader misses results.

Examples:
  millrace tail demo/solar
  millrace tail demo/solar --json | jq .device`;

/** `millrace tail`: results of a running processor, live. */
export const tail: RegisterCommand = (program, session) => {
  program
    .command("tail")
    .summary("print the results of a processor, live")
    .description("Prints the results of a processor, live, until Ctrl-C or the end of the server.")
    .argument("<workspace/name>", "the processor")
    .option("--data <dir>", "data directory of the server (default: ./data, or MILLRACE_DATA)")
    .option("--json", "results only: no remarks about the processor's state on standard error")
    .addHelpText("after", help)
    .action(async (which: string, options: { data?: string; json?: boolean }) => {
      const { tailProcessor } = await import("../admin/tail.ts");
      session.exitCode = await tailProcessor(which, options, session);
    });
};
