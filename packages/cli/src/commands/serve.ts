import type { RegisterCommand } from "../command.ts";

const help = `
Every option can also be given in the environment (--data is MILLRACE_DATA) or in the YAML file of --config; an option
goes before the environment, the environment before the file. The first start makes a project, credentials and, unless
--no-demo, a workspace \`demo\` with a running processor.

Examples:
  millrace serve
  millrace serve --port 0 --data /var/lib/millrace --no-demo --ready-file /run/millrace.json
  MILLRACE_HOST=0.0.0.0 millrace serve --public-url https://streams.example.com

Ends cleanly on Ctrl-C and SIGTERM, with a final checkpoint of every processor; a second one ends it at once.`;

/** `millrace serve`: the service (issue "First run" 2). */
export const serve: RegisterCommand = async (program, session, args) => {
  const command = program
    .command("serve")
    .summary("start the service: Admin API, processors, demo")
    .description("Starts the service: Admin API and processors, with everything it keeps in one data directory.")
    .addHelpText("after", help)
    .action(async () => {
      const { serveUntilStopped } = await import("../serve/serve-until-stopped.ts");
      session.exitCode = await serveUntilStopped(command, session);
    });
  if (args.includes("serve")) (await import("../setting-options.ts")).addSettings(command);
};
