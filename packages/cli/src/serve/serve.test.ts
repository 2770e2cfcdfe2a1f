import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, statSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testFolder } from "../testing/folder.ts";
import { bin, type Started, start } from "../testing/spawn.ts";
import { cli, collector } from "../testing/terminal.ts";

const folder = testFolder();
const data = folder.at("data");
const readyFile = folder.at("ready.json");

let server: Started;
let ready: { url: string; workspace: string };

beforeAll(async () => {
  const env = { ...process.env, MILLRACE_LOG_LEVEL: "silent" };
  server = start(["serve", "--port", "0", "--data", data, "--ready-file", readyFile], { env });
  while (!existsSync(readyFile))
    await Promise.race([delay(50), server.closed.then(async () => Promise.reject(new Error(await server.err)))]);
  ready = JSON.parse(readFileSync(readyFile, "utf8"));
});

afterAll(() => server.child.kill("SIGKILL"));

test("a server answers at the address in its ready file, which is for its owner alone", async () => {
  expect((await fetch(`${ready.url}/health`)).status).toBe(200);
  expect(statSync(readyFile).mode & 0o777).toBe(0o600);
  expect(ready.workspace).toBe("demo");
});

test("the processors of the demo can be listed, stopped and started by name", async () => {
  const json = ["--json", "--data", data];
  const listed = await cli(["processors", "list", "demo/solar", ...json]);
  expect(JSON.parse(listed.out)).toMatchObject([{ workspace: "demo", name: "solar" }]);
  const stopped = await cli(["processors", "stop", "demo/solar", ...json]);
  expect([stopped.err, JSON.parse(stopped.out)]).toEqual(["", { name: "demo/solar", state: "STOPPED" }]);
  const again = await cli(["processors", "stop", "demo/solar", ...json]);
  expect(again.code).toBe(1);
  const started = await cli(["processors", "start", "demo/solar", ...json]);
  expect([started.err, JSON.parse(started.out)]).toEqual(["", { name: "demo/solar", state: "STARTED" }]);
  const stats = await cli(["processors", "stats", "demo/solar", ...json]);
  expect(JSON.parse(stats.out)).toMatchObject({ name: "solar", state: "STARTED", stats: { status: "running" } });
});

test("a second server on the same data directory or the same port is refused with one line, 2", async () => {
  const sameData = await start(["serve", "--port", "0", "--data", data]).ended();
  expect([sameData.code, sameData.out]).toEqual([2, ""]);
  expect(sameData.err).toMatch(/^millrace: .*is in use by another Millrace.*\n$/);
  const env = { ...process.env, MILLRACE_LOG_LEVEL: "silent" };
  const samePort = await start(["serve", "--port", new URL(ready.url).port, "--data", folder.at("other")], { env }).ended();
  expect(samePort.code).toBe(2);
  expect(samePort.err).toMatch(/^millrace: .*is taken by another program.*\n$/);
});

test("Ctrl-C ends a server cleanly: 130; a tail that watches it ends well", async () => {
  await cli(["processors", "stop", "demo/solar", "--data", data]);
  const remarks = collector();
  const tail = cli(["tail", "demo/solar", "--data", data], { stderr: remarks.stream });
  while (!remarks.text().includes("demo/solar is STOPPED")) await delay(20);
  server.child.kill("SIGINT");
  const { code, out, err } = await server.ended();
  expect([code, err]).toEqual([130, ""]);
  expect(out).toContain(`Millrace is ready: ${ready.url}`);
  expect(existsSync(`${data}/admin.sock`)).toBe(false);
  expect((await tail).code).toBe(0);
});

test.skipIf(!existsSync("/dev/full"))(
  "a server whose standard output and error go to a full disk serves all the same",
  async () => {
    const full = openSync("/dev/full", "w");
    const file = folder.at("full.json");
    const args = ["serve", "--no-demo", "--port", "0", "--data", folder.at("full"), "--ready-file", file, "--log-level", "debug"];
    const child = spawn(process.execPath, [bin, ...args], { stdio: ["ignore", full, full] });
    closeSync(full);
    const exited = once(child, "exit");
    try {
      while (!existsSync(file)) await Promise.race([delay(50), exited.then(() => Promise.reject(new Error("it has ended")))]);
      const { url } = JSON.parse(readFileSync(file, "utf8"));
      expect((await fetch(`${url}/ready`)).status).toBe(200);
      child.kill("SIGTERM");
      expect(await exited).toEqual([0, null]);
    } finally {
      child.kill("SIGKILL");
    }
  },
);
