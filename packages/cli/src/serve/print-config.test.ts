import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { cli } from "../testing/terminal.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-config-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

function configFile(text: string): string {
  const path = join(folder, "millrace.yaml");
  writeFileSync(path, text);
  return path;
}

test("an option goes before the environment, that before the file, that before the default", async () => {
  const file = configFile("host: 10.0.0.1\nport: 1\nwire-port: 2\ndemo: false\n");
  const env = { MILLRACE_PORT: "3", MILLRACE_WIRE_PORT: "4" };
  const { code, out } = await cli(["config", "--config", file, "--port", "5"], { env });
  expect(code).toBe(0);
  expect(parse(out)).toMatchObject({ host: "10.0.0.1", port: 5, "wire-port": 4, "cluster-port": 27018, demo: false });
  expect(out).toContain("port: 5 # flag\n");
  expect(out).toContain("wire-port: 4 # environment\n");
  expect(out).toContain("host: 10.0.0.1 # file\n");
  expect(out).toContain("cluster-port: 27018 # default\n");
});

test("what config prints can be used as a configuration file", async () => {
  const first = await cli(["config", "--no-demo", "--data", "/srv/millrace", "--shutdown-timeout", "5s"]);
  const second = await cli(["config", "--config", configFile(first.out)]);
  expect(second.err).toBe("");
  expect(parse(second.out)).toEqual(parse(first.out));
  expect(parse(first.out)).toMatchObject({ demo: false, data: "/srv/millrace", "shutdown-timeout": "5s" });
});

test("--json prints an object", async () => {
  const { out } = await cli(["config", "--json", "--port", "0"]);
  expect(JSON.parse(out)).toMatchObject({ host: "127.0.0.1", port: 0, "wire-port": 0 });
});

test("settings of processors in the file are shown as they are written there", async () => {
  const processors = [{ match: "demo/*", checkpointInterval: "5s" }];
  const { out, err } = await cli(["config", "--config", configFile(`processors: ${JSON.stringify(processors)}\n`)]);
  expect(err).toBe("");
  expect(parse(out)).toMatchObject({ processors });
});

test("all wrong values are told at once, with 1", async () => {
  const { code, out, err } = await cli(["config", "--port", "70000", "--memory", "tiny"]);
  expect(code).toBe(1);
  expect(out).toBe("");
  expect(err.trimEnd().split("\n")).toEqual([
    "millrace: --port must be a port from 0 (any free one) to 65535",
    "millrace: --memory must be an amount of memory such as 512MB or 4GB, at least 128MB",
  ]);
});

test("a file that cannot be read is an environment problem, one with unknown settings is not", async () => {
  const missing = await cli(["config", "--config", join(folder, "none.yaml")]);
  expect(missing.code).toBe(2);
  expect(missing.err).toMatch(/^millrace: .*none\.yaml cannot be read: .*\n$/);
  const unknown = await cli(["config", "--config", configFile("prot: 1\n")]);
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain("unknown setting prot");
});

test("the master key is in no output", async () => {
  const env = { MILLRACE_MASTER_KEY: "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I=" };
  const { out } = await cli(["config", "--json"], { env });
  expect(out).not.toContain(env.MILLRACE_MASTER_KEY);
});
