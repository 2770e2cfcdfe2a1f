// Checkpoints on a real disk by a process that is killed with SIGKILL again and again.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileCheckpoints } from "@millrace/engine";
import { expect, test } from "vitest";
import { openDiskFiles } from "./disk-files.ts";

/** Commits without end, each with changes that follow from its sequence, and prints the sequence when the commit is acknowledged. */
const program = `
import { fileCheckpoints } from "@millrace/engine";
import { openDiskFiles } from ${JSON.stringify(new URL("./disk-files.ts", import.meta.url).href)};
const store = fileCheckpoints(await openDiskFiles(process.argv[1], "p"), { compaction: { minimumBytes: 2000 } });
const loaded = await store.load();
const epoch = (loaded?.checkpoint.epoch ?? 0) + 1;
for (let sequence = (loaded?.checkpoint.sequence ?? 0) + 1; ; sequence++) {
  const entries = [sequence % 50, (sequence * 7) % 50].map((n) => ({ key: "k" + n, value: new Uint8Array(200).fill(sequence) }));
  await store.commit({
    formatVersion: 1, epoch, sequence, time: sequence, positions: { 0: sequence }, watermark: null, arrival: sequence, sink: null, counters: {},
    state: { full: false, entries },
  });
  console.log(sequence);
}
`;

/** What the state is after so many commits. */
function model(sequence: number): Map<string, number> {
  const state = new Map<string, number>();
  for (let n = 1; n <= sequence; n++) for (const key of [n % 50, (n * 7) % 50]) state.set(`k${key}`, n % 256);
  return state;
}

test("after every kill the newest acknowledged commit is there as a whole, or the one after it", async () => {
  const data = await mkdtemp(join(tmpdir(), "millrace-kill-"));
  let acknowledged = 0;
  for (let life = 0; life < 2; life++) {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program, data], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const before = acknowledged;
    for await (const line of createInterface(child.stdout)) {
      acknowledged = Number(line);
      if (acknowledged >= before + 20 + life * 30) child.kill("SIGKILL");
    }
    await ended;
    const loaded = await fileCheckpoints(await openDiskFiles(data, "p")).load();
    expect(loaded?.warnings).toEqual([]);
    const { sequence, state } = loaded!.checkpoint;
    expect(sequence - acknowledged).toBeGreaterThanOrEqual(0);
    expect(sequence - acknowledged).toBeLessThanOrEqual(1);
    expect(new Map([...state.entries].map(({ key, value }) => [key, value![0]]))).toEqual(model(sequence));
    acknowledged = sequence;
  }
  expect(await readdir(join(data, "p"))).not.toContainEqual(expect.stringMatching(/\.tmp$/));
  await rm(data, { recursive: true });
});
