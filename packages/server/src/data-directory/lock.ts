import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ServeError } from "../serve-error.ts";
import { type KnownProcess, lives, processIdentity } from "./process-identity.ts";

const NAME = "millrace.lock";

/**
 * Takes the data directory for this process. The lock of a process that is gone is taken over, so a server that was killed
 * can be started again at once. Throws a {@link ServeError} when another instance has it.
 * @returns gives the lock back
 */
export function lockDirectory(directory: string): () => void {
  const file = join(directory, NAME);
  const content = JSON.stringify({ pid: process.pid, started: processIdentity(process.pid) ?? "" });
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      writeFileSync(file, content, { flag: "wx", mode: 0o600 });
      return () => {
        if (read(file) === content) rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const found = read(file);
    const holder = parse(found);
    if (holder && lives(holder)) {
      throw new ServeError(
        `${directory} is in use by another Millrace (process ${holder.pid}); stop it or choose another --data`,
      );
    }
    takeAway(file, found);
  }
  throw new ServeError(`${directory} is being opened by several Millraces at once; start one of them again`);
}

/** Removes a stale lock, but not one that somebody else has put in its place meanwhile. */
function takeAway(file: string, stale: string | undefined): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    const taken = read(aside);
    if (taken !== stale && taken !== undefined) writeFileSync(file, taken, { flag: "wx", mode: 0o600 });
  } catch {
    // Somebody else was quicker; the next attempt shows who.
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function parse(content: string | undefined): KnownProcess | undefined {
  try {
    const { pid, started } = JSON.parse(content ?? "") as Partial<KnownProcess>;
    return typeof pid === "number" && Number.isInteger(pid) && pid > 0 ? { pid, started: String(started ?? "") } : undefined;
  } catch {
    return undefined;
  }
}
