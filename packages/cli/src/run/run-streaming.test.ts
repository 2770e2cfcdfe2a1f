import { once } from "node:events";
import { Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { testFolder } from "../testing/folder.ts";
import { start } from "../testing/spawn.ts";
import { cli } from "../testing/terminal.ts";

const folder = testFolder();
const everything = folder.file("everything.json", '[{"$match":{}}]');

const line = `{"n":1,"text":"${"x".repeat(180)}"}\n`;

/** The reader takes so many bytes at once; the first checkpoint, which waits for it, is over then. */
const TAKEN = 1024 * 1024;

/** A standard output of which the reader takes a little and then nothing until it is let go. */
function held() {
  let bytes = 0;
  let free = false;
  let waiting: (() => void) | undefined;
  const stream = new Writable({
    write(chunk, _encoding, done) {
      bytes += chunk.length;
      if (free || bytes < TAKEN) done();
      else waiting = done;
    },
  });
  const release = (): void => {
    free = true;
    waiting?.();
  };
  return { stream, release, bytes: () => bytes + stream.writableLength };
}

/** Resolves when a run waits for its reader. */
async function waiting(output: ReturnType<typeof held>): Promise<void> {
  for (let before = -1; before !== output.bytes() || before < TAKEN; ) {
    before = output.bytes();
    await delay(300);
  }
}

test("a slow reader slows the run down: little waits in memory, nothing is lost", async () => {
  const count = 50_000;
  const input = folder.file("large.ndjson", line.repeat(count));
  const output = held();
  const running = cli(["run", everything, "--input", input], { stdout: output.stream });
  await waiting(output);
  const early = output.bytes();
  await delay(300);
  expect(output.bytes()).toBe(early);
  expect(early).toBeGreaterThan(0);
  expect(early).toBeLessThan(4 * 1024 * 1024);
  output.release();
  expect(await running).toMatchObject({ code: 0, err: "" });
  expect(output.bytes()).toBe(count * line.length);
});

test("Ctrl-C ends a run soon even if nobody reads its output: 130", async () => {
  const input = folder.file("large.ndjson", line.repeat(50_000));
  let interrupt = (): void => {};
  const onSignals = (send: () => void): void => {
    interrupt = send;
  };
  const output = held();
  const running = cli(["run", everything, "--input", input], { stdout: output.stream, onSignals });
  await waiting(output);
  const began = performance.now();
  interrupt();
  expect((await running).code).toBe(130);
  expect(performance.now() - began).toBeLessThan(4_000);
});

test("results come while the input goes on; Ctrl-C ends the run with 130 and what was read is written", async () => {
  const { child, ended } = start(["run", everything, "--stats"]);
  child.stdin.write('{"n":1}\n');
  await once(child.stdout, "data");
  child.stdin.write('{"n":2}\n{"n":3}\n');
  await once(child.stdout, "data");
  child.kill("SIGINT");
  const { code, err } = await ended();
  expect(code).toBe(130);
  expect(JSON.parse(err)).toMatchObject({ inputMessageCount: 3, outputMessageCount: 3 });
});

test("a reader that leaves early ends the run at once and quietly, with 0", async () => {
  const input = folder.file("large.ndjson", line.repeat(100_000));
  const { child, closed, err } = start(["run", everything, "--input", input]);
  await once(child.stdout, "data");
  child.stdout.destroy();
  expect([await closed, await err]).toEqual([{ code: 0, signal: null }, ""]);
});

test("50 MB pass in flat memory, with all of their bytes", async () => {
  const count = 250_000;
  const input = folder.file("large.ndjson", line.repeat(count));
  const report = `process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS)));`;
  const { child, closed, err } = start(["run", everything, "--input", input], {
    before: ["--import", `data:text/javascript,${encodeURIComponent(report)}`],
  });
  let bytes = 0;
  for await (const chunk of child.stdout) bytes += chunk.length;
  expect((await closed).code).toBe(0);
  expect(bytes).toBe(count * line.length);
  // About 120 MB; to keep the documents would take 150 more.
  expect(Number(await err) / 1024).toBeLessThan(220);
});
