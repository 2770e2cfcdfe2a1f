import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDataDirectory } from "./data-directory.ts";
import { endLeftExecutors, rememberExecutors } from "./executors-file.ts";
import { lives, processIdentity } from "./process-identity.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-data-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lock = () => join(folder, "data", "millrace.lock");

test("a new data directory is for its owner alone, and its lock goes with it", () => {
  const release = openDataDirectory(join(folder, "deep", "data"));
  expect(statSync(join(folder, "deep", "data")).mode & 0o777).toBe(0o700);
  release();
  expect(existsSync(join(folder, "deep", "data", "millrace.lock"))).toBe(false);
});

test("a second instance is refused and the lock stays", () => {
  const data = join(folder, "data");
  openDataDirectory(data);
  expect(() => openDataDirectory(data)).toThrow(`${data} is in use by another Millrace (process ${process.pid})`);
  expect(JSON.parse(readFileSync(lock(), "utf8"))).toMatchObject({ pid: process.pid });
});

test.each([
  ["of a process that is gone", () => ({ pid: spawnSync("true").pid, started: "x:1" })],
  ["of another process with the same pid", () => ({ pid: process.pid, started: "an earlier boot:1" })],
  ["that was cut short", () => undefined],
])("a lock %s is taken over", (_, holder) => {
  mkdirSync(join(folder, "data"));
  writeFileSync(lock(), JSON.stringify(holder()) ?? "");
  const release = openDataDirectory(join(folder, "data"));
  expect(JSON.parse(readFileSync(lock(), "utf8"))).toEqual({ pid: process.pid, started: processIdentity(process.pid) });
  release();
});

test("a file in the place of the data directory is one clear line", () => {
  writeFileSync(join(folder, "file"), "");
  expect(() => openDataDirectory(join(folder, "file"))).toThrow(
    /^the data directory .*file cannot be used: it is a file; choose another --data$/,
  );
  expect(() => openDataDirectory(join(folder, "file", "below"))).toThrow("a part of the path is no directory");
});

test.each([["/proc/millrace"], ["/dev/null/data"]])("%s is one clear line and no endless loop", (path) => {
  expect(() => openDataDirectory(path)).toThrow(/^the data directory \/\S+ cannot be used: [^\n]+; choose another --data$/);
});

test("an empty directory is closed to others, a filled one keeps its mode", () => {
  for (const name of ["empty", "filled"]) {
    mkdirSync(join(folder, name));
    // Whatever the umask of the process is.
    chmodSync(join(folder, name), 0o755);
  }
  writeFileSync(join(folder, "filled", "mine"), "");
  openDataDirectory(join(folder, "empty"));
  openDataDirectory(join(folder, "filled"));
  expect(statSync(join(folder, "empty")).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, "filled")).mode & 0o777).toBe(0o755);
});

test("executors that outlived their server are ended, other processes are not", async () => {
  const executor = spawn("sleep", ["60"]);
  const other = spawn("sleep", ["60"]);
  try {
    await Promise.all([once(executor, "spawn"), once(other, "spawn")]);
    rememberExecutors(folder, [executor.pid!]);
    const known = JSON.parse(readFileSync(join(folder, "executors.json"), "utf8")) as object[];
    writeFileSync(
      join(folder, "executors.json"),
      JSON.stringify([...known, { pid: other.pid, started: "an earlier boot:1" }, { pid: 0 }, null]),
    );
    expect(await endLeftExecutors(folder)).toBe(1);
    expect(lives({ pid: other.pid!, started: "" })).toBe(true);
    expect(processIdentity(executor.pid!)).toBeUndefined();
  } finally {
    executor.kill("SIGKILL");
    other.kill("SIGKILL");
  }
});

test("without a record there is nothing to end", async () => {
  expect(await endLeftExecutors(folder)).toBe(0);
  writeFileSync(join(folder, "executors.json"), "{");
  expect(await endLeftExecutors(folder)).toBe(0);
});
