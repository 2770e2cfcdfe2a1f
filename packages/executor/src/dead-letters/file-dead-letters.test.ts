import { mkdtemp, readdir, readFile, rename, rm, stat, symlink, truncate, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DeadLetter } from "@millrace/engine";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fileDeadLetters } from "./file-dead-letters.ts";

let directory: string;
let file: string;

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), "millrace-dlq-")), "dead-letters");
  file = join(directory, "demo.solar.ndjson");
});

afterEach(async () => {
  await rm(join(directory, ".."), { recursive: true, force: true });
});

const open = (limits?: { bytes?: number; keep?: number }, bufferBytes?: number) =>
  fileDeadLetters({ directory, workspace: "demo", processor: "solar", limits, bufferBytes });

const letter = (n: number): DeadLetter => ({
  _stream_meta: { source: { type: "kafka", ts: new Date("2026-01-05T09:00:00.120Z") } },
  doc: { n },
  errInfo: { reason: "Input document arrived late." },
  operatorName: "TumblingWindowOperator",
  dlqTime: new Date("2026-01-05T09:10:00Z"),
  processorName: "solar",
});

/** The numbers in a file of letters. */
async function numbers(path: string): Promise<number[]> {
  const lines = (await readFile(path, "utf8")).split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => JSON.parse(line).doc.n);
}

async function write(letters: ReturnType<typeof open>, from: number, to: number) {
  for (let n = from; n <= to; n++) await letters.write(letter(n));
}

test("a letter is one line of relaxed EJSON with the fields of 7.1 in their order", async () => {
  const letters = open();
  await letters.write({ ...letter(3), instanceName: "demo" });
  await letters.write(letter(4));
  await letters.close();
  const line = (n: number, instance: string) =>
    `{"processorName":"solar",${instance}"dlqTime":{"$date":"2026-01-05T09:10:00Z"},"operatorName":"TumblingWindowOperator",` +
    `"errInfo":{"reason":"Input document arrived late."},"doc":{"n":${n}},` +
    `"_stream_meta":{"source":{"type":"kafka","ts":{"$date":"2026-01-05T09:00:00.120Z"}}}}\n`;
  expect(await readFile(file, "utf8")).toBe(line(3, '"instanceName":"demo",') + line(4, ""));
});

test("letters appear without a flush, and after a flush all are there", async () => {
  const letters = open();
  await letters.write(letter(1));
  await expect.poll(() => numbers(file).catch(() => [])).toEqual([1]);
  await write(letters, 2, 500);
  await letters.flush();
  expect(await numbers(file)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
  await letters.close();
});

test("the folder has mode 0700, the file 0600", async () => {
  const letters = open();
  await write(letters, 1, 1);
  await letters.close();
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("a new run appends to the file of the last", async () => {
  for (const n of [1, 2, 3]) {
    const letters = open();
    await letters.write(letter(n));
    await letters.close();
  }
  expect(await numbers(file)).toEqual([1, 2, 3]);
});

test("a line that a crash left without an end is cut off", async () => {
  const first = open();
  await write(first, 1, 2);
  await first.close();
  const whole = await readFile(file, "utf8");
  for (const torn of ['{"processorName":"so', "x".repeat(200_000)]) {
    await writeFile(file, whole + torn);
    const letters = open();
    await letters.write(letter(3));
    await letters.close();
    expect(await numbers(file)).toEqual([1, 2, 3]);
  }
  await writeFile(file, "no line at all");
  const letters = open();
  await letters.write(letter(9));
  await letters.close();
  expect(await numbers(file)).toEqual([9]);
});

describe("rotation", () => {
  test("a line that does not fit goes to a new file; so many older ones are kept", async () => {
    const letters = open();
    await letters.write(letter(1));
    await letters.close();
    const line = (await stat(file)).size;
    await unlink(file);

    const rotating = open({ bytes: 2 * line, keep: 2 });
    await write(rotating, 1, 9);
    await rotating.close();
    expect((await readdir(directory)).sort()).toEqual(["demo.solar.ndjson", "demo.solar.ndjson.1", "demo.solar.ndjson.2"]);
    expect(await numbers(file)).toEqual([9]);
    expect(await numbers(`${file}.1`)).toEqual([7, 8]);
    expect(await numbers(`${file}.2`)).toEqual([5, 6]);
  });

  test("a letter above the limit has a file for itself", async () => {
    const letters = open({ bytes: 1000 });
    await letters.write(letter(1));
    await letters.write({ ...letter(2), doc: { n: 2, text: "x".repeat(5000) } });
    await letters.write(letter(3));
    await letters.close();
    expect(await numbers(file)).toEqual([3]);
    expect(await numbers(`${file}.1`)).toEqual([2]);
    expect(await numbers(`${file}.2`)).toEqual([1]);
  });

  test("goes on in a new file when another program moves the file, truncates it or removes the folder", async () => {
    const letters = open();
    await write(letters, 1, 2);
    await letters.flush();
    await rename(file, join(directory, "moved"));
    await write(letters, 3, 4);
    await letters.flush();
    expect(await numbers(join(directory, "moved"))).toEqual([1, 2]);
    expect(await numbers(file)).toEqual([3, 4]);

    await truncate(file);
    await write(letters, 5, 6);
    await letters.flush();
    expect(await numbers(file)).toEqual([5, 6]);

    await rm(directory, { recursive: true });
    await write(letters, 7, 8);
    await letters.close();
    expect(await numbers(file)).toEqual([7, 8]);
  });
});

describe("when the file cannot be written", () => {
  test("writes reject with a retryable error, and nothing is lost when it works again", async () => {
    const letters = open();
    await writeFile(directory, "a file where the folder should be");
    letters.write(letter(1));
    await expect(letters.flush()).rejects.toMatchObject({
      name: "ProcessorError",
      errorClass: "user-retryable",
      message: expect.stringMatching(/^Cannot write the dead letter file demo\.solar\.ndjson: .* \(E[A-Z]+\)$/),
    });
    await expect(letters.write(letter(2))).rejects.toMatchObject({ errorClass: "user-retryable" });
    await unlink(directory);
    await letters.write(letter(3));
    await letters.close();
    expect(await numbers(file)).toEqual([1, 2, 3]);
  });

  test("a failure behind the scenes shows at the next write", async () => {
    const letters = open();
    await writeFile(directory, "a file where the folder should be");
    expect(letters.write(letter(1))).toBeUndefined();
    let shown: unknown;
    for (let n = 2; shown === undefined && n < 1000; n++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      shown = await Promise.resolve(letters.write(letter(n))).catch((thrown) => thrown);
    }
    expect(shown).toMatchObject({ errorClass: "user-retryable" });
    await expect(letters.close()).rejects.toMatchObject({ errorClass: "user-retryable" });
  });

  test("a full disk", async () => {
    const letters = open();
    await letters.flush();
    const other = open();
    await write(other, 1, 1);
    await other.close();
    await unlink(file);
    await symlink("/dev/full", file);
    letters.write(letter(1));
    await expect(letters.flush()).rejects.toMatchObject({
      message: "Cannot write the dead letter file demo.solar.ndjson: no space left on the disk (ENOSPC)",
    });
    await unlink(file);
    await letters.close();
    expect(await numbers(file)).toEqual([1]);
  });
});

test("a caller that is faster than the disk is held back", async () => {
  const letters = open({}, 1000);
  const answers = Array.from({ length: 20 }, (_, n) => letters.write(letter(n)));
  expect(answers[0]).toBeUndefined();
  expect(answers[19]).toBeInstanceOf(Promise);
  await answers[19];
  expect(await numbers(file)).toHaveLength(20);
  await letters.close();
});
