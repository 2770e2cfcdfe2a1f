import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigError, type ConfigSources, describeConfig, loadConfig, settings } from "./index.ts";
import { settingsFor } from "./processor-settings.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-config-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(sources: Partial<ConfigSources>) {
  return loadConfig({ flags: {}, env: {}, cwd: "/srv", ...sources });
}

function file(content: string): string {
  const path = join(folder, "millrace.yaml");
  writeFileSync(path, content);
  return path;
}

function problemsOf(sources: Partial<ConfigSources>): ConfigError {
  try {
    load(sources);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("the configuration was accepted");
}

test("defaults are those of the design: loopback, 8080, 27016, 27018, ./data", () => {
  expect(load({}).config).toMatchObject({
    host: "127.0.0.1",
    port: 8080,
    wirePort: 27016,
    clusterPort: 27018,
    data: "/srv/data",
    deadLetters: "/srv/data/dead-letters",
    demo: true,
    logLevel: "info",
  });
});

test("a flag wins over the environment, that over the file, that over the default", () => {
  const config = file("port: 1\nhost: file.example\ndata: d\nlog-level: warn\n");
  const { config: loaded, origins } = load({
    flags: { config, port: "3" },
    env: { MILLRACE_PORT: "2", MILLRACE_HOST: "env.example", MILLRACE_LOG_LEVEL: "" },
  });
  expect(loaded).toMatchObject({ port: 3, host: "env.example", logLevel: "warn", data: join(folder, "d") });
  expect(origins).toMatchObject({ port: "flag", host: "environment", logLevel: "file", memoryMb: "default" });
});

test("the file can be named by the environment", () => {
  expect(load({ env: { MILLRACE_CONFIG: file("port: 9\n") } }).config.port).toBe(9);
});

test("port 0 means free ports for every listener that is not given one", () => {
  expect(load({ flags: { port: "0" } }).config).toMatchObject({ port: 0, wirePort: 0, clusterPort: 0 });
  expect(load({ flags: { port: "0", "wire-port": "5" } }).config).toMatchObject({ wirePort: 5, clusterPort: 0 });
});

test.each([
  ["shutdown-timeout", "90s", { shutdownTimeoutMs: 90_000 }],
  ["shutdown-timeout", "1.5m", { shutdownTimeoutMs: 90_000 }],
  ["shutdown-timeout", "5", { shutdownTimeoutMs: 5_000 }],
  ["memory", "4GB", { memoryMb: 4_096 }],
  ["memory", "512", { memoryMb: 512 }],
  ["public-url", "https://streams.example.com/", { publicUrl: "https://streams.example.com" }],
  ["dead-letters", "dl", { deadLetters: "/srv/dl" }],
  ["demo", false, { demo: false }],
])("--%s %s", (name, value, expected) => {
  expect(load({ flags: { [name]: value } }).config).toMatchObject(expected);
});

test("all problems are told at once, each with the place it came from", () => {
  const error = problemsOf({
    flags: { port: "80800", config: file("memory: lots\nprot: 1\n") },
    env: { MILLRACE_LOG_LEVEL: "loud", MILLRACE_PUBLIC_URL: "ftp://x" },
  });
  expect(error.exitCode).toBe(1);
  expect(error.message.split("\n")).toEqual([
    expect.stringMatching(/millrace\.yaml: unknown setting prot$/),
    "--port must be a port from 0 (any free one) to 65535",
    "MILLRACE_PUBLIC_URL must be an http or https URL such as https://streams.example.com",
    "memory in the configuration file must be an amount of memory such as 512MB or 4GB, at least 128MB",
    "MILLRACE_LOG_LEVEL must be debug, info, warn, error or silent",
  ]);
});

test("a file that cannot be read is the environment's fault, one that cannot be understood the user's", () => {
  const missing = problemsOf({ flags: { config: join(folder, "missing.yaml") } });
  expect(missing.exitCode).toBe(2);
  expect(missing.message).toMatch(/missing\.yaml cannot be read: ENOENT$/);
  expect(problemsOf({ flags: { config: file("port: [1\n") } }).exitCode).toBe(1);
  expect(problemsOf({ flags: { config: file("- port\n") } }).message).toMatch(/must hold settings by name$/);
});

test("an empty file changes nothing", () => {
  expect(load({ flags: { config: file("# nothing yet\n") } }).config.port).toBe(8080);
});

test("what is shown can be written into a file as it is", () => {
  const content = "memory: 2048MB\nshutdown-timeout: 90s\nprocessors:\n  - match: demo/*\n    checkpointInterval: 5s\n";
  const shown = describeConfig(load({ flags: { config: file(content) } }));
  expect(shown.filter(({ origin }) => origin === "file")).toEqual([
    { name: "shutdown-timeout", value: "90s", origin: "file" },
    { name: "memory", value: "2048MB", origin: "file" },
    { name: "processors", value: [{ match: "demo/*", checkpointInterval: "5s" }], origin: "file" },
  ]);
});

test("settings of processors: later entries win one by one", () => {
  const { config } = load({
    flags: {
      config: file(`processors:
  - { match: "*/*", checkpointInterval: 20s, stateLimit: 1GB }
  - { match: "demo/sol*", checkpointInterval: 500ms }
`),
    },
  });
  expect(settingsFor(config.processors, "demo", "solar")).toEqual({ checkpointIntervalMs: 500, stateLimitMb: 1_024 });
  expect(settingsFor(config.processors, "demo", "orders")).toEqual({ checkpointIntervalMs: 20_000, stateLimitMb: 1_024 });
});

test.each([
  ["demo/solar", "demo/solar", true],
  ["demo/solar", "demo/solars", false],
  ["*/solar", "demo/solar", true],
  ["*", "demo/solar", false],
  ["demo/a*b*c", "demo/a1b2b3c", true],
  ["demo/a*b*c", "demo/ac", false],
  ["demo/ab*ba", "demo/aba", false],
  ["demo/*", "demo/with/slash", true],
])("%s on %s: %s", (match, name, applies) => {
  const [workspace, ...processor] = name.split("/");
  const found = settingsFor([{ match, stateLimitMb: 1 }], workspace!, processor.join("/"));
  expect(found.stateLimitMb === 1).toBe(applies);
});

test.each([
  ["processors: 5\n", "must be a list"],
  ["processors: [{ checkpointInterval: 5s }]\n", "entry 1 needs a match"],
  ["processors: [{ match: a/b, checkpoints: 5s }]\n", "entry 1: unknown setting checkpoints"],
  ["processors: [{ match: a/b, checkpointInterval: 0 }]\n", "entry 1: checkpointInterval must be at least 100ms"],
])("a wrong list of processors: %j", (content, message) => {
  expect(problemsOf({ flags: { config: file(content) } }).message).toContain(message);
});

test("every setting but those of the file only has a help text and a way to be given", () => {
  for (const { name, summary, value, fileOnly, field } of settings) {
    expect(summary, name).not.toBe("");
    expect(fileOnly === true || value !== undefined || field === "demo", name).toBe(true);
  }
});
