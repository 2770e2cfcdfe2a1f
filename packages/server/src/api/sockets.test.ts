import { execFile, spawnSync } from "node:child_process";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Harness, V2025, workspace } from "./testing/harness.ts";

// What only shows on a real connection: digest in two steps by curl, chunked bodies, keep-alive after a refused body.

let api: Harness;
let port: number;
let streams: string;
beforeAll(async () => {
  api = await Harness.open();
  await api.app.listen({ port: 0, host: "127.0.0.1" });
  port = (api.app.server.address() as AddressInfo).port;
  streams = `/api/atlas/v2/groups/${api.project}/streams`;
  await api.ask("POST", "", { body: workspace("w") });
});
afterAll(() => api.close());

/** Sends texts over one connection and gives everything that comes back. */
function talk(...parts: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (bytes) => {
      text += bytes.toString();
    });
    socket.on("end", () => resolve(text)).on("error", reject);
    for (const part of parts) socket.write(part);
  });
}

const head = (method: string, path: string, ...lines: string[]) =>
  [`${method} ${streams}${path} HTTP/1.1`, "Host: x", `Accept: ${V2025}`, ...lines, "", ""].join("\r\n");

test("an empty chunked body without a type is no body", async () => {
  await api.ask("POST", "/w/processor", { body: { name: "p", pipeline: [] } });
  const authorization = `Authorization: Bearer ${await api.tokenOf(api.owner)}`;
  const empty = "0\r\n\r\n";
  const started = await talk(
    head("POST", "/w/processor/p:start", authorization, "Transfer-Encoding: chunked", "Connection: close") + empty,
  );
  expect(started).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\r\n\r\n\{\}$/);
  const stopped = await talk(
    head("POST", "/w/processor/p:stop", authorization, "Transfer-Encoding: chunked", "Connection: close") + empty,
  );
  expect(stopped).toMatch(/^HTTP\/1\.1 200 OK/);
  const first = await talk(head("POST", "/w/processor/p:start", "Transfer-Encoding: chunked", "Connection: close") + empty);
  expect(first).toMatch(/^HTTP\/1\.1 401 Unauthorized[\s\S]*www-authenticate: Digest/i);
});

test("a chunked body with a type is read", async () => {
  const authorization = `Authorization: Bearer ${await api.tokenOf(api.owner)}`;
  const body = JSON.stringify({ streamConfig: { tier: "SP2" } });
  const request = head("PATCH", "/w", authorization, `Content-Type: ${V2025}`, "Transfer-Encoding: chunked", "Connection: close");
  const answer = await talk(
    request,
    `5\r\n${body.slice(0, 5)}\r\n`,
    `${(body.length - 5).toString(16)}\r\n${body.slice(5)}\r\n0\r\n\r\n`,
  );
  expect(answer).toContain('"streamConfig":{"tier":"SP2"}');
});

test("a connection goes on after a body that was refused unread", async () => {
  const body = "x".repeat(200_000);
  const refused = head("POST", "", "Content-Type: application/json", `Content-Length: ${body.length}`);
  const answers = await talk(refused + body, head("GET", "", "Connection: close"));
  expect(answers.match(/HTTP\/1\.1 401/g)).toHaveLength(2);
});

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

test.runIf(hasCurl)("curl --digest: reads and writes, its key and nobody else's", async () => {
  const { publicKey, privateKey } = api.owner;
  const curl = async (...args: string[]) =>
    (
      await promisify(execFile)("curl", [
        "--silent",
        "--digest",
        "--write-out",
        "\n%{http_code}",
        "--header",
        `Accept: ${V2025}`,
        ...args,
      ])
    ).stdout;
  const user = ["--user", `${publicKey}:${privateKey}`];
  const base = `http://127.0.0.1:${port}${streams}`;
  const body = JSON.stringify(workspace("by-curl"));
  const written = await curl(...user, "--header", "Content-Type: application/json", "--data", body, base);
  expect(written).toMatch(/"name":"by-curl"[\s\S]*\n200$/);
  const read = await curl(...user, `${base}/w?pretty=true`, `${base}/by-curl`);
  expect(read.match(/\n200/g)).toHaveLength(2);
  expect(await curl("--user", `${publicKey}:wrong`, base)).toMatch(/\n401$/);
});
