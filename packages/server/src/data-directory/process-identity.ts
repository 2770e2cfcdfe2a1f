import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * When a live process began, in the system's own words: with the pid it names one process for good, since pids come again.
 * `undefined` if there is no such process, or if it is dead and only waits for its parent; `""` where the system does not tell.
 */
export function processIdentity(pid: number): string | undefined {
  if (!exists(pid)) return undefined;
  if (process.platform === "linux") return fromProc(pid);
  if (process.platform === "win32") return "";
  return fromPs(pid);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Fields 3 (state) and 22 (start, ticks since boot) of `/proc/<pid>/stat`; the second field is in parentheses and may hold anything. */
function fromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
  } catch {
    return exists(pid) ? "" : undefined;
  }
}

function fromPs(pid: number): string | undefined {
  const { status, stdout } = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
    encoding: "utf8",
    env: { LC_ALL: "C" },
  });
  if (status !== 0) return exists(pid) ? "" : undefined;
  const [stat = "", ...start] = stdout.trim().split(/\s+/);
  return stat.startsWith("Z") ? undefined : start.join(" ");
}

/** A process as remembered in a file. */
export interface KnownProcess {
  pid: number;
  started: string;
}

/** Whether the remembered process still lives; when the system does not tell when it began, the pid alone decides. */
export function lives({ pid, started }: KnownProcess): boolean {
  const now = processIdentity(pid);
  return now !== undefined && (now === "" || started === "" || now === started);
}
