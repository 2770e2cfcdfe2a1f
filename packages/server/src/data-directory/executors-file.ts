import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type KnownProcess, lives, processIdentity } from "./process-identity.ts";

const NAME = "executors.json";

/** Remembers the executors that run, so that the next server finds those that outlived a killed one. */
export function rememberExecutors(directory: string, pids: readonly number[]): void {
  const known = pids.map((pid): KnownProcess => ({ pid, started: processIdentity(pid) ?? "" }));
  writeFileSync(join(directory, NAME), JSON.stringify(known), { mode: 0o600 });
}

/**
 * Ends executors of an earlier server that still live: one whose loop was stuck has not noticed that its server is gone,
 * and must not write beside its successor. Returns how many there were.
 */
export async function endLeftExecutors(directory: string): Promise<number> {
  // Where the system does not tell when a process began, the pid may be another program's by now.
  const left = recall(directory).filter((known) => known.started !== "" && lives(known));
  for (const { pid } of left) process.kill(pid, "SIGKILL");
  while (left.some(lives)) await delay(10);
  return left.length;
}

function recall(directory: string): KnownProcess[] {
  try {
    const known: unknown = JSON.parse(readFileSync(join(directory, NAME), "utf8"));
    return Array.isArray(known) ? known.filter(isKnown) : [];
  } catch {
    return [];
  }
}

function isKnown(value: unknown): value is KnownProcess {
  const { pid, started } = (value ?? {}) as Partial<KnownProcess>;
  return Number.isInteger(pid) && Number(pid) > 1 && typeof started === "string";
}
