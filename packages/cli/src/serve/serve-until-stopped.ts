import { ServeError, serve } from "@millrace/server";
import type { Command } from "commander";
import { CommandFailure, EXIT, type ExitCode } from "../errors.ts";
import type { Session } from "../session.ts";
import { configurationOf } from "./configuration.ts";

/** Runs the service until a signal ends it: 130 after Ctrl-C, 0 after SIGTERM. What keeps it from starting is thrown as a `CommandFailure`. */
export async function serveUntilStopped(command: Command, session: Session): Promise<ExitCode> {
  const configuration = configurationOf(command, session);
  let exitCode: ExitCode = EXIT.done;
  const stopped = new Promise<void>((resolve) => {
    session.signals.handle((signal) => {
      exitCode = signal === "SIGINT" ? EXIT.interrupted : EXIT.done;
      resolve();
    });
  });
  // What a server prints and logs is for those who read it: a full disk or a reader that is gone takes it away, not the server.
  // It stays so to the end, since the last lines may fail as late as that.
  for (const stream of [session.stdout, session.stderr]) stream.on("error", () => {});
  try {
    const server = await serve(configuration, { env: session.env, print: (text) => session.stdout.write(text) });
    await stopped;
    await server.close();
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof ServeError) throw new CommandFailure(thrown.exitCode, thrown.message, { cause: thrown });
    throw thrown;
  }
}
