/** Sends the requests of a replay with the machine's own `curl`, as people type it. */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Incoming, Outgoing, Send } from "./play.ts";

/** How curl logs in: its own options. */
export type Login = readonly string[];

export function digestLogin(publicKey: string, privateKey: string): Login {
  return ["--digest", "--user", `${publicKey}:${privateKey}`];
}

export function bearerLogin(token: string): Login {
  return ["--header", `Authorization: Bearer ${token}`];
}

/** Whether there is a curl to run. */
export function hasCurl(): boolean {
  return spawnSync("curl", ["--version"], { stdio: "ignore" }).status === 0;
}

/** A sender that starts one curl for each request. Call `close` at the end. */
export function curlSender(base: string, login: Login): { send: Send; close(): void } {
  const folder = mkdtempSync(join(tmpdir(), "millrace-curl-"));
  const headerFile = join(folder, "headers");

  async function send(request: Outgoing): Promise<Incoming> {
    const options = ["--silent", "--show-error", "--max-time", "60", "--dump-header", headerFile, "--request", request.method];
    if (!request.anonymous) options.push(...login);
    for (const [name, value] of request.headers) options.push("--header", `${name}: ${value}`);
    if (request.chunked) options.push("--header", "Transfer-Encoding: chunked");
    if (request.body !== undefined) options.push("--data-binary", request.body);
    const body = await run([...options, base + request.target]);
    return { ...parseHead(readFileSync(headerFile, "latin1")), body };
  }

  return { send, close: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs curl and gives what it printed. Throws with curl's own message. */
export function run(options: readonly string[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    execFile("curl", options, { encoding: "buffer", maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`curl: ${stderr.toString() || error.message}`));
      else resolve(stdout);
    });
  });
}

/** The last head of a dump: with digest there are two, since the first request is refused. */
function parseHead(dump: string): Omit<Incoming, "body"> {
  const [statusLine = "", ...lines] = dump.trim().split("\r\n\r\n").at(-1)!.split("\r\n");
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  return { status: Number(statusLine.split(" ")[1]), headers };
}
