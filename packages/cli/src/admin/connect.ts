import { resolve } from "node:path";
import { type AdminClient, AdminError, connectAdmin } from "@millrace/server";
import { CommandFailure, EXIT } from "../errors.ts";
import type { Session } from "../session.ts";

/** Options of the commands that talk to a running server. */
export interface AdminOptions {
  /** Data directory of the server. */
  data?: string;
}

/**
 * Does something with the server of a data directory: `--data`, else `MILLRACE_DATA`, else `./data`. Its refusals become
 * `CommandFailure`s: exit code 1 for a processor that is not there or cannot do that, 2 where no server answers.
 */
export async function withServer<T>(
  options: AdminOptions,
  session: Session,
  use: (client: AdminClient) => Promise<T>,
): Promise<T> {
  try {
    return await use(await connectAdmin(resolve(options.data ?? (session.env["MILLRACE_DATA"] || "data"))));
  } catch (thrown) {
    if (!(thrown instanceof AdminError)) throw thrown;
    const environment = thrown.kind === "no-server" || thrown.kind === "internal";
    throw new CommandFailure(environment ? EXIT.environment : EXIT.input, thrown.message, { cause: thrown });
  }
}
