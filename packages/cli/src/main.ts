import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { commands } from "./commands/index.ts";
import { CommandFailure, EXIT, type ExitCode, ProblemsFound } from "./errors.ts";
import type { Session, Surroundings } from "./session.ts";

const epilogue = `
Examples:
  millrace serve                                  start a workspace on this machine
  millrace run pipeline.json < events.ndjson      a pipeline over a file, no server
  millrace tail demo/solar                        results of a processor, live

Exit codes: 0 done, 1 the input is wrong, 2 the environment is, 130 after Ctrl-C.
Help on a command: millrace help COMMAND`;

/** Runs one command line, without program and script name. Everything thrown ends as a message on standard error and an exit code. */
export async function main(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const session: Session = { ...surroundings, exitCode: EXIT.done };
  try {
    const program = await buildProgram(session, args);
    await program.parseAsync(args, { from: "user" });
    return session.exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.done : EXIT.input;
    session.stderr.write(describeFailure(thrown, args, session.env));
    return thrown instanceof CommandFailure ? thrown.exitCode : EXIT.environment;
  }
}

async function buildProgram(session: Session, args: readonly string[]): Promise<Command> {
  const program = new Command("millrace")
    .description("Stream processing with MongoDB pipelines: a service, a command line and an engine in one.")
    .version(packageJson.version, "-V, --version", "print the version")
    .option("--verbose", "details of unexpected errors (or MILLRACE_DEBUG=1)")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .showHelpAfterError("(`--help` lists what there is)")
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => session.stdout.write(text),
      writeErr: (text) => session.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, "millrace: ")),
      getOutHelpWidth: () => Math.min(session.stdout.columns ?? 100, 120),
      getErrHelpWidth: () => 100,
    })
    .exitOverride()
    .addHelpText("after", epilogue);
  for (const command of commands) await command(program, session, args);
  return program;
}

/** One line for what a user can act on. What nobody expected says how to get the details, and with `--verbose` gives them. */
export function describeFailure(thrown: unknown, args: readonly string[], env: NodeJS.ProcessEnv): string {
  const verbose = args.includes("--verbose") || Boolean(env["MILLRACE_DEBUG"]);
  const details = verbose && thrown instanceof Error ? `${thrown.stack}\n` : "";
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof ProblemsFound) return `${message.trimEnd()}\n${details}`;
  if (thrown instanceof CommandFailure) return `millrace: ${message}\n${details}`;
  const hint = verbose ? "" : " (run again with --verbose for details)";
  return `millrace: unexpected error: ${message.split("\n", 1)[0]}${hint}\n${details}`;
}
