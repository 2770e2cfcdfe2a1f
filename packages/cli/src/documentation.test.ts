import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** The blocks marked `console`: a command after `$ ` and what it prints, standard output first. */
function consoleBlocks(file: string): { command: string; printed: string }[] {
  const text = readFileSync(`${repository}${file}`, "utf8");
  return [...text.matchAll(/```console\n\$ (.*)\n([\s\S]*?)```/g)].map(([, command, printed]) => ({
    command: command!,
    printed: printed!,
  }));
}

/** Runs a line in a shell of the repository; `npx millrace` is this package's command, without npm's time. */
function run(command: string): Promise<string> {
  return new Promise((resolve) => {
    const line = command.replaceAll("npx millrace", `"${process.execPath}" packages/cli/bin/millrace.js`);
    execFile("sh", ["-c", line], { cwd: repository }, (_error, out, err) => resolve(out + err));
  });
}

test.each(consoleBlocks("docs/cli.md"))("docs/cli.md: $command", async ({ command, printed }) => {
  const output = await run(command);
  expect(output.replace(/"dlqTime":\{"\$date":"[^"]*"\}/g, '"dlqTime":{"$date":"…"}')).toBe(printed);
});
