import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { testContext } from "../testing/context.ts";
import { checkSource, readRecords } from "../testing/source-checks.ts";
import { FileSource } from "./source.ts";

const folder = mkdtempSync(join(tmpdir(), "millrace-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

function write(content: string | Buffer): string {
  files++;
  const path = join(folder, `${files}.ndjson`);
  writeFileSync(path, content);
  return path;
}

async function readAll(content: string | Buffer) {
  const source = new FileSource(write(content), testContext());
  await source.open(undefined);
  const records = await readRecords(source, Number.POSITIVE_INFINITY);
  await source.close();
  return records;
}

checkSource("file", {
  make: async (payloads) =>
    new FileSource(write(Buffer.concat(payloads.flatMap((payload) => [payload, Buffer.from("\n")]))), testContext()),
});

test("empty lines are skipped, lines of blanks are dead letters", async () => {
  const records = await readAll('{"a":1}\n\n\r\n  \n{"a":2}\n');
  expect(records.map(({ doc, failure }) => [doc, failure === undefined])).toEqual([
    [{ a: 1 }, true],
    [{ value: "  " }, false],
    [{ a: 2 }, true],
  ]);
});

test("a byte order mark, CRLF and a last line without end are read; positions are byte offsets", async () => {
  const records = await readAll('\ufeff{"a":"ü"}\r\n{"a":2}');
  expect(records.map(({ doc, position }) => [doc, position])).toEqual([
    [{ a: "ü" }, 15],
    [{ a: 2 }, 22],
  ]);
  expect(records[0]?.meta.source).toMatchObject({ type: "file" });
});

test("a line of more than 16 MB is a dead letter with its beginning, and the next line comes", async () => {
  const [long, next] = await readAll(`{"a":"${"x".repeat(17 * 1024 * 1024)}"}\n{"b":1}\n`);
  expect(long?.failure).toBe("Failed to parse input message: the line is longer than 16 MB");
  expect(long?.doc.value).toBe(`{"a":"${"x".repeat(1018)}`);
  expect(long?.position).toBe(17 * 1024 * 1024 + 9);
  expect([next?.doc, next?.position]).toEqual([{ b: 1 }, 17 * 1024 * 1024 + 17]);
});

test("an empty file has nothing and ends", async () => {
  const source = new FileSource(write(""), testContext());
  await source.open(undefined);
  expect(await readRecords(source, 1)).toEqual([]);
  expect(await source.read(10)).toBeNull();
});

test("what cannot be read is told by its name", async () => {
  const open = (path: string) => new FileSource(path, testContext()).open(undefined);
  await expect(open(join(folder, "none"))).rejects.toMatchObject({
    code: 419,
    message: expect.stringContaining("there is no such file"),
  });
  await expect(open(folder)).rejects.toMatchObject({ code: 420, message: `Cannot read '${folder}': it is a directory` });
});

test("standard input is read as it comes, and skips what a position says was read", async () => {
  const script = `
    const { FileSource } = await import(${JSON.stringify(fileURLToPath(new URL("./source.ts", import.meta.url)))});
    const { realClock } = await import(${JSON.stringify(fileURLToPath(new URL("../testing/context.ts", import.meta.url)))});
    const source = new FileSource(undefined, { clock: realClock });
    await source.open({ "0": 8 });
    for (let batch; (batch = await source.read(1000)) !== null; )
      for (const { doc, position } of batch.records) console.log(JSON.stringify([doc, position]));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["pipe", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (bytes) => {
    output += bytes;
    if (output.includes("\n") && child.stdin.writable) child.stdin.end('"b":3}\n');
  });
  child.stdin.write('{"a":1}\n{"a":2}\n{');
  await new Promise((resolve) => child.once("close", resolve));
  expect(output).toBe('[{"a":2},16]\n[{"b":3},24]\n');
});

test("a reader that does not read holds the writer up", async () => {
  const path = write(`${'{"a":1}\n'.repeat(1_000_000)}`);
  const source = new FileSource(path, testContext());
  const before = process.memoryUsage().arrayBuffers;
  await source.open(undefined);
  await source.read(1000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(3 * 1024 * 1024);
  await source.close();
});
