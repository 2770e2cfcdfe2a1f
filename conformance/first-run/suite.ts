/**
 * What a stranger does: clone, `npm start` as the first command, the four commands that it prints, and the README's tour; then Ctrl-C and a second start.
 * The clone's scripts run on the machine's own Node, as they do for everybody.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { check, finish, until } from "../support/check.ts";
import { consoleCommands } from "../support/console-commands.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "millrace-first-run-"));
const clone = join(folder, "millrace");
const readyFile = join(folder, "ready.json");

/** The environment of a user's shell: no project folder on the path, nothing of npm's or of the test run's. */
const environment = Object.fromEntries(
  Object.entries(process.env)
    .filter(([name]) => !/^(npm_|MILLRACE_|NODE_OPTIONS$|CI$)/i.test(name))
    .map(([name, value]) => [
      name,
      name === "PATH"
        ? value!
            .split(delimiter)
            .filter((entry) => !entry.includes("node_modules"))
            .join(delimiter)
        : value,
    ]),
);

class Server {
  output = "";
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout!.on("data", (chunk) => {
      this.output += chunk;
    });
    child.stderr!.on("data", (chunk) => {
      this.output += chunk;
    });
  }

  /** `npm start` in the clone, until it is ready. */
  static async start(seconds: number): Promise<{ server: Server; ms: number }> {
    rmSync(readyFile, { force: true });
    const started = Date.now();
    // In a process group of its own: Ctrl-C reaches npm and everything below it, as in a terminal.
    const child = spawn("npm", ["start", "--", "--port", "0", "--ready-file", readyFile], {
      cwd: clone,
      env: environment,
      detached: true,
    });
    const server = new Server(child);
    while (!isThere(readyFile) || !server.output.includes("Ctrl-C ends it")) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${server.output}`);
      if (Date.now() - started > seconds * 1000) {
        await server.interrupt();
        throw new Error(`not ready within ${seconds} s:\n${server.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return { server, ms: Date.now() - started };
  }

  async interrupt(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    const gone = new Promise<number | null>((resolve) => this.#child.once("exit", (code) => resolve(code)));
    process.kill(-this.#child.pid!, "SIGINT");
    return gone;
  }
}

function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** Runs lines as one shell session, as typed; gives what each printed. Fails on the first that fails. */
function shell(lines: readonly string[]): string[] {
  const mark = "== next command ==";
  const script = lines
    .map((line) => `${line}\ncode=$?; if [ $code -ne 0 ]; then echo "exit code $code" >&2; exit $code; fi; echo; echo '${mark}'`)
    .join("\n");
  const run = spawnSync("bash", ["-c", script], { cwd: clone, env: environment, encoding: "utf8", timeout: 120_000 });
  const outputs = run.stdout.split(`\n${mark}\n`);
  if (run.status !== 0) throw new Error(`${lines[outputs.length - 1]}\n${outputs.at(-1)}${run.stderr}`);
  return outputs.slice(0, lines.length);
}

const url = () => JSON.parse(readFileSync(readyFile, "utf8")).url as string;

execFileSync("git", ["clone", "--quiet", repository, clone]);
let server: Server | undefined;

await check(
  "npm start is the first command after git clone",
  async () => {
    const first = await Server.start(240);
    server = first.server;
    const mode = (statSync(join(clone, "data/credentials.json")).mode & 0o777).toString(8);
    if (mode !== "600") throw new Error(`credentials.json has mode ${mode}`);
    return `${(first.ms / 1000).toFixed(1)} s with installation`;
  },
  300_000,
);

await check("the four printed commands work as they are", async () => {
  const commands = [...server!.output.matchAll(/^# .*\n(.+)$/gm)].map((match) => match[1]!);
  if (commands.length !== 4) throw new Error(`${commands.length} commands were printed:\n${server!.output}`);
  // Live results go on until somebody has seen enough.
  const outputs = shell(commands.map((line) => (line.includes(" tail ") ? `${line} | head -n 2` : line)));
  const [digest, oauth, tail, run] = outputs as [string, string, string, string];
  for (const answer of [digest, oauth]) {
    if (JSON.parse(answer).results[0].name !== "demo") throw new Error(answer);
  }
  const [result] = tail.trim().split("\n");
  if (!(JSON.parse(result!).readings >= 1)) throw new Error(tail);
  if (run.trim() !== '{"id":2,"temp":23}') throw new Error(run);
});

await check(
  "the README's tour works as it stands there",
  async () => {
    const lines = consoleCommands(readFileSync(join(clone, "README.md"), "utf8")).map((line) =>
      line.replaceAll("http://127.0.0.1:8080", url()),
    );
    const outputs = shell(lines);
    const empty = lines.filter((line, index) => outputs[index]!.trim() === "" && !/^(export|cat >)/.test(line));
    if (empty.length > 0) throw new Error(`printed nothing: ${empty.join("; ")}`);
    const refused = outputs.find((output) => output.includes('"errorCode"'));
    if (refused !== undefined) throw new Error(refused);
    return `${lines.length} commands`;
  },
  180_000,
);

await check("Ctrl-C stops it, and the second start goes on where it was", async () => {
  const code = await server!.interrupt();
  const again = await Server.start(30);
  server = again.server;
  // The demo runs again, the tour's own processor stays stopped; a start takes a moment longer than the server's.
  await until("the demo runs again, and only it", () => {
    const [list] = shell(["npx millrace processors list --json"]);
    const states = Object.fromEntries(JSON.parse(list!).map(({ name, state }: { name: string; state: string }) => [name, state]));
    return isDeepStrictEqual(states, { solar: "STARTED", hot: "STOPPED" });
  });
  return `exit code ${code}; second start to ready in ${again.ms} ms`;
});

await server?.interrupt();
rmSync(folder, { recursive: true, force: true });
finish();
