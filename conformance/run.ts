/**
 * `npm run test:peers [-- --only NAME] [-- --check TEXT]`: runs the suites against real peers, each in a process of its own, and adds up their
 * counts. A suite is a folder with a `suite.ts` whose last line is "N passed, N failed"; its name is its path, as in `clients/curl`. `--only clients`
 * runs all suites in that folder, `--check` only the checks whose name contains the text.
 */
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const folder = dirname(fileURLToPath(import.meta.url));

interface Count {
  passed: number;
  failed: number;
}

/** Names of the suites in a folder and below it. */
function suitesBelow(parent: string): string[] {
  return readdirSync(join(folder, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .flatMap(({ name }) => {
      const path = parent === "" ? name : `${parent}/${name}`;
      return existsSync(join(folder, path, "suite.ts")) ? [path] : suitesBelow(path);
    });
}

/** Runs one suite and shows its output as it comes. A suite that ends without a count, or with an error and no failed check, counts as one failure. */
async function runSuite(name: string, args: string[]): Promise<Count> {
  // The warning is kafkajs's, which suites use as the other side.
  const options = ["--disable-warning=TimeoutNegativeWarning", join(folder, name, "suite.ts"), ...args];
  const child = spawn(process.execPath, options, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("exit", resolve));
  let count: Count | undefined;
  for await (const line of createInterface(child.stdout)) {
    const sum = /^(\d+) passed, (\d+) failed$/.exec(line);
    if (sum) count = { passed: Number(sum[1]), failed: Number(sum[2]) };
    else console.log(line);
  }
  const code = await exited;
  if (count === undefined) console.log(`  FAILED  the suite ended with ${code} and printed no count`);
  const { passed = 0, failed = 0 } = count ?? {};
  return { passed, failed: failed === 0 && (code !== 0 || count === undefined) ? 1 : failed };
}

const { values } = parseArgs({ options: { only: { type: "string" }, check: { type: "string" } } });
const suites = suitesBelow("").sort();
const wanted = suites.filter((name) => values.only === undefined || `${name}/`.startsWith(`${values.only}/`));
if (wanted.length === 0) {
  console.error(`no suite '${values.only}'; there are: ${suites.join(", ")}`);
  process.exit(1);
}

const total: Count = { passed: 0, failed: 0 };
for (const name of wanted) {
  console.log(`${name}:`);
  const started = Date.now();
  const { passed, failed } = await runSuite(name, values.check === undefined ? [] : [values.check]);
  total.passed += passed;
  total.failed += failed;
  console.log(`${name}: ${((Date.now() - started) / 1000).toFixed(1)} s, ${passed} passed, ${failed} failed`);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
