import { setFlagsFromString } from "node:v8";
import { EXIT, type ExitCode, systemCode } from "./errors.ts";
import { describeFailure, main } from "./main.ts";
import { processSignals } from "./signals.ts";

/** Runs the command line of this process and ends it. Called by bin/millrace.js only. */
export function start(): void {
  // A pattern that backtracks without end is matched in linear time instead, as in executors.
  setFlagsFromString("--enable-experimental-regexp-engine-on-excessive-backtracks");
  const fatal = (thrown: unknown): void => {
    process.stderr.write(describeFailure(thrown, process.argv, process.env));
    process.exit(EXIT.environment);
  };
  process.on("uncaughtException", fatal);
  process.on("unhandledRejection", fatal);
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      // A command that writes a stream of results has its own way to end.
      if (stream.listenerCount("error") > 1) return;
      // A reader that has seen enough (`millrace … | head`) is no error.
      if (systemCode(error) === "EPIPE") process.exit(EXIT.done);
      fatal(error);
    });
  }
  const exit = (code: ExitCode): void => process.exit(code);
  const { stdin, stdout, stderr, env } = process;
  void main(process.argv.slice(2), { stdin, stdout, stderr, env, signals: processSignals(exit) }).then((code) => {
    if (code === EXIT.interrupted) exit(code);
    // Pipes are asynchronous: what is still buffered has to leave before the process does.
    stdout.write("", () => stderr.write("", () => exit(code)));
  });
}
