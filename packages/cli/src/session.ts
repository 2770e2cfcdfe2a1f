import type { Readable, Writable } from "node:stream";
import type { ExitCode } from "./errors.ts";
import type { StopSignals } from "./signals.ts";

/** Everything a command takes from and gives to the process around it; tests pass their own. */
export interface Surroundings {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean };
  env: NodeJS.ProcessEnv;
  signals: StopSignals;
}

/** One run of the command line. A command sets `exitCode` where it does not end with 0; what it throws is reported in `main`. */
export interface Session extends Surroundings {
  exitCode: ExitCode;
}

/** Writes a line for the person at the terminal, beside the command's output. */
export function note(session: Session, message: string): void {
  session.stderr.write(`millrace: ${message}\n`);
}
