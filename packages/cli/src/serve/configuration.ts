import { ConfigError, type LoadedConfig, loadConfig } from "@millrace/server";
import type { Command } from "commander";
import { CommandFailure } from "../errors.ts";
import type { Session } from "../session.ts";
import { givenSettings } from "../setting-options.ts";

/** Effective configuration from the options of a command, the environment and the file. Throws a `CommandFailure` that names every problem. */
export function configurationOf(command: Command, session: Session): LoadedConfig {
  try {
    return loadConfig({ flags: givenSettings(command), env: session.env, cwd: process.cwd() });
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    throw new CommandFailure(thrown.exitCode, thrown.message.split("\n").join("\nmillrace: "), { cause: thrown });
  }
}
