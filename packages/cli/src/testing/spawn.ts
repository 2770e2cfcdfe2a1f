import { type ChildProcessWithoutNullStreams, type SpawnOptionsWithoutStdio, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** The command as users start it. */
export const bin = fileURLToPath(new URL("../../bin/millrace.js", import.meta.url));

export interface Started {
  child: ChildProcessWithoutNullStreams;
  /** How the process ended. */
  closed: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** All of its standard error. */
  err: Promise<string>;
  /** How the process ended, with all of its output. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null; out: string; err: string }>;
}

/** Starts `millrace` in a process of its own; `before`: arguments for Node. */
export function start(
  args: readonly string[],
  options: SpawnOptionsWithoutStdio & { node?: string; before?: readonly string[] } = {},
): Started {
  const { node = process.execPath, before = [], ...rest } = options;
  const child = spawn(node, [...before, bin, ...args], rest);
  child.stdin.on("error", () => {});
  const closed = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) =>
    child.on("close", (code, signal) => resolve({ code, signal })).on("error", reject),
  );
  const err = text(child.stderr);
  return { child, closed, err, ended: async () => ({ out: await text(child.stdout), err: await err, ...(await closed) }) };
}
