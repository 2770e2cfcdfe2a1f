import type { Command } from "commander";
import type { Session } from "./session.ts";

/**
 * Adds one command to the program. Only names and options stand here; the action imports what does the work, so that no
 * command loads another's code. A command whose options are made elsewhere loads them when `args` name it.
 */
export type RegisterCommand = (program: Command, session: Session, args: readonly string[]) => void | Promise<void>;
