/** Collects the jars of a Kafka broker from Maven Central, once, outside the repository. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const pom = fileURLToPath(new URL("./pom.xml", import.meta.url));

function run(command: string, args: string[]): { status: number; output: string } {
  const result = spawnSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  return { status: result.status ?? -1, output: `${result.stdout ?? ""}${result.stderr ?? ""}` };
}

/** One folder for each list of jars that there ever was. */
function jarFolder(): string {
  const key = createHash("sha256").update(readFileSync(pom)).digest("hex").slice(0, 12);
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "millrace", "kafka", key);
}

/** Why no broker can be started on this machine, or `undefined` when one can. */
export function missingToolchain(): string | undefined {
  if (run("java", ["-version"]).status !== 0) return "no Java runtime (java 17 or newer)";
  if (!existsSync(jarFolder()) && run("mvn", ["-v"]).status !== 0) return "no Maven (mvn), which fetches the broker";
  return undefined;
}

/** The folder of the broker's jars, filled on the first call (about 44 MB). */
export function installBroker(): string {
  const folder = jarFolder();
  if (existsSync(folder)) return folder;
  const parent = join(folder, "..");
  mkdirSync(parent, { recursive: true });
  // Into a folder of its own first: an interrupted download must not look like a finished one.
  const unfinished = mkdtempSync(join(parent, "unfinished-"));
  const goal = [
    "-q",
    "-B",
    "-f",
    pom,
    "dependency:copy-dependencies",
    "-DincludeScope=runtime",
    `-DoutputDirectory=${unfinished}`,
  ];
  const { status, output } = run("mvn", goal);
  if (status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`mvn could not fetch the Kafka broker: ${output.trim().slice(-2000)}`);
  }
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // another run was quicker
  }
  return folder;
}
