import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { start } from "./testing/spawn.ts";

/** Makes a process believe that it is another Node, on another machine. */
function pretending(version: string, arch = process.arch): string[] {
  const code = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });
    Object.defineProperty(process, "arch", { value: "${arch}" });`;
  return ["--import", `data:text/javascript,${encodeURIComponent(code)}`];
}

/** Every Node on the path that cannot run TypeScript. */
function olderNodes(): string[] {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "node"))
    .filter((path) => existsSync(path) && Number(execFileSync(path, ["-p", "process.versions.node.split('.')[0]"])) < 22);
}

test("an older Node hands over to the packaged one: output and exit code are those of the command", async () => {
  const before = pretending("20.20.2");
  const version = await start(["--version"], { before }).ended();
  expect(version).toMatchObject({ code: 0, err: "" });
  expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
  const wrong = await start(["rnu"], { before }).ended();
  expect(wrong).toMatchObject({ code: 1, out: "" });
  expect(wrong.err).toContain("Did you mean run?");
});

test.each(olderNodes())("%s parses the launcher and hands over", async (node) => {
  const { code, out } = await start(["--version"], { node }).ended();
  expect(code).toBe(0);
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("without a packaged Node for the machine there is one line that says what to do, and 2", async () => {
  const { code, out, err } = await start(["--version"], { before: pretending("22.17.0", "mips") }).ended();
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(
    /^millrace: Node 22\.17\.0 is too old and no packaged Node 24 is installed for \w+-mips\. Install Node 22\.18 or newer .*\n$/,
  );
});

test("a packaged Node that is too old itself is not started again and again", async () => {
  const env = { ...process.env, MILLRACE_NODE_HANDED_OVER: "1" };
  const { code, err } = await start(["--version"], { before: pretending("20.0.0"), env }).ended();
  expect(code).toBe(2);
  expect(err).toContain("Node 20.0.0 is too old");
});
