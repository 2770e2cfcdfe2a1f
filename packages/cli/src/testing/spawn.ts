import { type ChildProcessWithoutNullStreams, type SpawnOptionsWithoutStdio, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** The command as users start it. */
const bin = fileURLToPath(new URL("../../bin/millrace.js", import.meta.url));

export interface Started {
  child: ChildProcessWithoutNullStreams;
  /** Resolves when the process has ended and its output is read. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; out: string; err: string }>;
}

/** Starts `millrace` in a process of its own; `before`: arguments for Node. */
export function start(
  args: readonly string[],
  options: SpawnOptionsWithoutStdio & { node?: string; before?: readonly string[] } = {},
): Started {
  const { node = process.execPath, before = [], ...rest } = options;
  const child = spawn(node, [...before, bin, ...args], rest);
  child.stdin.on("error", () => {});
  const closed = new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) =>
    child.on("close", (code, signal) => resolve([code, signal])).on("error", reject),
  );
  const ended = Promise.all([closed, text(child.stdout), text(child.stderr)]).then(([[code, signal], out, err]) => ({
    code,
    signal,
    out,
    err,
  }));
  return { child, ended };
}
