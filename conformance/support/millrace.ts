/** The product as a user starts it: `millrace serve` in a process of its own, over a data directory that outlives it. */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AdminClient } from "./admin-client.ts";

const bin = fileURLToPath(new URL("../../packages/cli/bin/millrace.js", import.meta.url));

/** The content of `--ready-file`. */
export interface Ready {
  url: string;
  pid: number;
  projectId: string;
  clientId: string;
  clientSecret: string;
  publicKey: string;
  privateKey: string;
  workspace: string;
}

export class Millrace {
  readonly data: string;
  readonly #folder: string;
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;
  ready!: Ready;
  /** Milliseconds from spawn to the ready file, of the last start. */
  startMs = 0;

  /** `folder` holds the data directory, the ready file and the log. */
  constructor(folder: string, args: readonly string[] = []) {
    this.#folder = folder;
    this.data = join(folder, "data");
    this.#args = args;
    mkdirSync(folder, { recursive: true });
  }

  get client(): AdminClient {
    const { url, projectId, publicKey, privateKey } = this.ready;
    return new AdminClient(`${url}/api/atlas/v2/groups/${projectId}`, publicKey, privateKey);
  }

  async start(): Promise<this> {
    const readyFile = join(this.#folder, "ready.json");
    rmSync(readyFile, { force: true });
    const log = createWriteStream(join(this.#folder, "serve.log"), { flags: "a" });
    const started = Date.now();
    const child = spawn(
      process.execPath,
      [bin, "serve", "--data", this.data, "--port", "0", "--ready-file", readyFile, ...this.#args],
      {
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.#child = child;
    for (;;) {
      if (child.exitCode !== null) {
        throw new Error(
          `millrace serve ended with ${child.exitCode}: ${readFileSync(join(this.#folder, "serve.log"), "utf8").slice(-2000)}`,
        );
      }
      try {
        this.ready = JSON.parse(readFileSync(readyFile, "utf8"));
        break;
      } catch {
        if (Date.now() - started > 30_000) throw new Error("millrace serve was not ready within 30 s");
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    }
    this.startMs = Date.now() - started;
    return this;
  }

  /** Ends the process and waits for it; safe when it has ended already. */
  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.kill(signal);
    return exited;
  }
}
