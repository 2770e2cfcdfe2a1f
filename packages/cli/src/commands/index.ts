import type { RegisterCommand } from "../command.ts";
import { config } from "./config.ts";
import { processors } from "./processors/index.ts";
import { run } from "./run.ts";
import { serve } from "./serve.ts";
import { tail } from "./tail.ts";

/** All commands, in the order of `millrace --help`. */
export const commands: readonly RegisterCommand[] = [serve, run, processors, tail, config];
