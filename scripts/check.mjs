// `npm run check`: every static check, each with its name and seconds; all run even when one fails.
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const checks = [
  ["format and lint", "biome", ["check", "--error-on-warnings"]],
  ["types", "tsc", ["-p", "."]],
  ["unused files, exports and dependencies", "knip", []],
  ["import rules", "node", ["scripts/import-rules.mjs"]],
  ["reference pages", "node", ["scripts/reference.mjs", "--check"]],
];

let failed = 0;
for (const [name, command, args] of checks) {
  const started = Date.now();
  const run = spawnSync(command, args, {
    cwd: dirname(dirname(fileURLToPath(import.meta.url))),
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (run.status !== 0) failed++;
  console.log(`${run.status === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
