import type { RegisterCommand } from "../command.ts";

const help = `
Takes the options of \`millrace serve\` and prints what they, the environment (MILLRACE_*) and the configuration file
amount to, each value with where it comes from. The output is a configuration file itself.

Examples:
  millrace config
  millrace config --config millrace.yaml --port 9000 --json`;

/** `millrace config`: the effective configuration (design 8). */
export const config: RegisterCommand = async (program, session, args) => {
  const command = program
    .command("config")
    .summary("print the effective configuration of serve")
    .description("Prints the effective configuration of `millrace serve` as YAML, without secrets.")
    .option("--json", "print a JSON object instead")
    .addHelpText("after", help)
    .action(async () => {
      const { printConfig } = await import("../serve/print-config.ts");
      printConfig(command, session);
    });
  if (args.includes("config")) (await import("../setting-options.ts")).addSettings(command);
};
