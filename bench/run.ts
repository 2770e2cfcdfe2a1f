/**
 * `npm run bench [-- --only NAME] [-- --json FILE]`: runs every case in a process of its own and prints the ratios.
 * A case is a file in `cases/` whose default export gives results; `cases/` is the list.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Result } from "./harness.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

let options: { only?: string; json?: string; case?: string; help?: boolean };
try {
  options = parseArgs({
    options: {
      only: { type: "string" },
      json: { type: "string" },
      case: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  }).values;
} catch (error) {
  console.error(`bench: ${(error as Error).message}. Options: --only NAME, --json FILE`);
  process.exit(1);
}

const names = readdirSync(`${here}cases`)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -3))
  .sort();

if (options.help) {
  console.log(
    `npm run bench [-- --only NAME] [-- --json FILE]\n\nCases: ${names.join(", ")}\nRatios are costs: our time ÷ the other's, lower is better.`,
  );
} else if (options.case !== undefined) {
  // The child: one case, its results as the last line.
  const { default: run } = (await import(`./cases/${options.case}.ts`)) as { default: () => Promise<Result[]> };
  console.log(`\n${JSON.stringify(await run())}`);
} else {
  const chosen = options.only === undefined ? names : names.filter((name) => name.includes(options.only!));
  if (chosen.length === 0) {
    console.error(`bench: no case has "${options.only}" in its name. Cases: ${names.join(", ")}`);
    process.exit(1);
  }
  const results: Result[] = [];
  let broken = 0;
  for (const name of chosen) {
    process.stderr.write(`${name} …\n`);
    const child = spawnSync(process.execPath, ["--expose-gc", "--max-semi-space-size=32", `${here}run.ts`, "--case", name], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      maxBuffer: 64 * 1024 * 1024,
    });
    const last = child.stdout.trim().split("\n").at(-1) ?? "";
    if (child.status !== 0) {
      broken++;
      console.error(`${name} failed with ${child.status ?? child.signal}`);
      continue;
    }
    results.push(...(JSON.parse(last) as Result[]));
  }
  const width = Math.max(10, ...results.map(({ name }) => name.length));
  console.log(`${"case".padEnd(width)}  ${"median".padStart(8)}  ${"best".padStart(8)}  ${"target".padStart(8)}  against`);
  for (const { name, ratio, ratioBest, target, unit, against } of results) {
    const mark = target !== null && ratio > target ? "  above target" : "";
    const [a, b, c] = [ratio, ratioBest, target].map((value) => (value === null ? "–" : `${value} ${unit}`).padStart(8));
    console.log(`${name.padEnd(width)}  ${a}  ${b}  ${c}  ${against}${mark}`);
  }
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
  process.exit(broken === 0 ? 0 : 2);
}
