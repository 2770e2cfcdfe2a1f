import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDiskFiles } from "./disk-files.ts";

let data: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "millrace-files-"));
});

afterEach(async () => {
  await rm(data, { recursive: true, force: true });
});

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array | undefined) => content && new TextDecoder().decode(content);

test("what was written is read back, whole and in parts", async () => {
  const files = await openDiskFiles(data, "checkpoints/p1");
  await files.writeDurable("segment-1", [bytes("one "), bytes("two "), bytes("three")]);
  expect(text(await files.read("segment-1"))).toBe("one two three");
  expect(text(await files.read("segment-1", 4, 7))).toBe("two");
  expect(text(await files.read("segment-1", 8, 100))).toBe("three");
  expect(await files.read("segment-1", 50, 60)).toEqual(new Uint8Array(0));
  expect(await files.read("segment-2")).toBeUndefined();
});

test("chunks are pulled one at a time and may share a buffer", async () => {
  const files = await openDiskFiles(data, "p");
  const buffer = new Uint8Array(3);
  async function* chunks() {
    for (let i = 1; i <= 4; i++) yield buffer.fill(i);
  }
  await files.writeDurable("a", chunks());
  expect([...(await files.read("a"))!]).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
});

test("writing over a file replaces it as a whole", async () => {
  const files = await openDiskFiles(data, "p");
  await files.writeDurable("a", [bytes("a longer text")]);
  await files.writeDurable("a", [bytes("short")]);
  expect(text(await files.read("a"))).toBe("short");
});

test("lists a folder, sorted, without what is half-written; folders can be removed as a whole", async () => {
  const files = await openDiskFiles(data, "p");
  expect(await files.list("")).toEqual([]);
  await files.writeDurable("b", []);
  await files.writeDurable("a", []);
  await files.writeDurable("sub/c", []);
  await writeFile(join(data, "p", "d.1.tmp"), "half");
  expect(await files.list("")).toEqual(["a", "b", "sub"]);
  expect(await files.list("sub")).toEqual(["c"]);
  await files.remove("sub");
  await files.remove("a");
  await files.remove("never-there");
  expect(await files.list("")).toEqual(["b"]);
});

test("leftover temporary files are removed when the folder is opened, other files are not", async () => {
  await mkdir(join(data, "p/sub"), { recursive: true });
  await writeFile(join(data, "p/commit-1.7.tmp"), "half");
  await writeFile(join(data, "p/sub/segment-1.2.tmp"), "half");
  await writeFile(join(data, "p/commit-1"), "whole");
  await openDiskFiles(data, "p");
  expect(await readdir(join(data, "p"), { recursive: true })).toEqual(["commit-1", "sub"]);
});

test("when the chunks fail, the old content stays, nothing half-written remains, and the failure comes through", async () => {
  const files = await openDiskFiles(data, "p");
  await files.writeDurable("a", [bytes("old")]);
  function* chunks() {
    yield bytes("new");
    throw new RangeError("state cannot be encoded");
  }
  await expect(files.writeDurable("a", chunks())).rejects.toThrow(RangeError);
  expect(await readdir(join(data, "p"))).toEqual(["a"]);
  expect(text(await files.read("a"))).toBe("old");
});

test("folders get mode 0700, files 0600", async () => {
  const files = await openDiskFiles(data, "checkpoints/p1");
  await files.writeDurable("sub/a", [bytes("x")]);
  for (const folder of ["checkpoints", "checkpoints/p1", "checkpoints/p1/sub"]) {
    expect((await stat(join(data, folder))).mode & 0o777).toBe(0o700);
  }
  expect((await stat(join(data, "checkpoints/p1/sub/a"))).mode & 0o777).toBe(0o600);
});

describe("names", () => {
  test.each([
    "",
    ".",
    "..",
    "../a",
    "a/../../b",
    "/etc/passwd",
    "a//b",
    "a/",
    ".hidden",
    "a\\b",
    "a b",
    "ä",
    "a\0b",
    "commit.tmp",
  ])("%j is refused", async (name) => {
    const files = await openDiskFiles(data, "p");
    await expect(files.writeDurable(name, [bytes("x")])).rejects.toThrow("Not a file name");
    await expect(files.read(name)).rejects.toThrow("Not a file name");
    await expect(files.remove(name)).rejects.toThrow("Not a file name");
    expect(await readdir(data, { recursive: true })).toEqual([]);
  });

  test("a folder outside of the data directory is refused", async () => {
    await expect(openDiskFiles(data, "../p")).rejects.toThrow("Not a file name");
  });
});

describe("errors", () => {
  test("a file where a folder should be: retryable, with the path below the data directory only", async () => {
    await writeFile(join(data, "checkpoints"), "a file");
    const files = await openDiskFiles(data, "checkpoints/p1").catch((thrown) => thrown);
    expect(files).toMatchObject({ name: "ProcessorError", errorClass: "user-retryable" });
    expect(files.message).toBe("Cannot clean up checkpoints/p1: a part of the path is not a folder (ENOTDIR)");
  });

  test.each([
    ["ENOSPC", "no space left on the disk"],
    ["EACCES", "permission denied"],
    ["EIO", "the disk reports an error"],
    ["EWHATEVER", "the operation failed"],
  ])("%s while writing: the same, and nothing half-written remains", async (code, cause) => {
    const files = await openDiskFiles(data, "checkpoints/p1");
    function* chunks() {
      yield bytes("first");
      throw Object.assign(new Error(`${code}: ${data}/secret-place`), { code });
    }
    await expect(files.writeDurable("sub/a", chunks())).rejects.toMatchObject({
      name: "ProcessorError",
      errorClass: "user-retryable",
      message: `Cannot write checkpoints/p1/sub/a: ${cause} (${code})`,
    });
    expect(await readdir(join(data, "checkpoints/p1/sub"))).toEqual([]);
  });
});

test("a read sees a file as it was replaced, never a mixture", async () => {
  const files = await openDiskFiles(data, "p");
  await files.writeDurable("a", [new Uint8Array(100_000).fill(1)]);
  const writing = files.writeDurable("a", [new Uint8Array(100_000).fill(2)]);
  const seen = new Set(await files.read("a"));
  await writing;
  expect(seen.size).toBe(1);
  expect(new Set(await readFile(join(data, "p", "a")))).toEqual(new Set([2]));
});
