import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type GreetingContext, greeting } from "./greeting.ts";

const credentials = {
  projectId: "65f000000000000000000001",
  publicKey: "abcdefgh",
  privateKey: "private-key",
  clientId: "mdb_sa_id_1",
  clientSecret: "mdb_sa_sk_secret",
};

function context(changes: Partial<GreetingContext> = {}): GreetingContext {
  return {
    url: "http://127.0.0.1:8080",
    identity: {
      projectId: credentials.projectId,
      credentials,
      credentialsFile: "/srv/data/credentials.json",
      workspace: "demo",
      first: true,
    },
    data: "/srv/data",
    cwd: "/srv",
    path: "/opt/bin",
    script: "/opt/millrace/bin/millrace.js",
    ...changes,
  };
}

test("says where it is, where the credentials are, and four commands", () => {
  const text = greeting(context());
  expect(text).toContain("Millrace is ready: http://127.0.0.1:8080");
  expect(text).toContain("data/credentials.json");
  expect(text.split("\n").filter((line) => /^(curl|node|echo)/.test(line))).toEqual([
    expect.stringContaining("curl --digest"),
    expect.stringContaining("/api/oauth/token"),
    "node /opt/millrace/bin/millrace.js tail demo/solar",
    expect.stringContaining("node /opt/millrace/bin/millrace.js run"),
  ]);
});

test("never shows a secret", () => {
  expect(greeting(context())).not.toMatch(/private-key|mdb_sa_sk/);
});

test("names a data directory that is not the usual one", () => {
  expect(greeting(context({ data: "/var/lib/my data" }))).toContain("tail demo/solar --data '/var/lib/my data'");
});

test("without credentials file and demo, only what works is shown", () => {
  const identity = { ...context().identity, credentials: undefined, workspace: undefined };
  const text = greeting(context({ identity }));
  expect(text).not.toMatch(/curl|tail/);
  expect(text).toContain("is not there any more");
});

test("calls the command as the user can from where they are", () => {
  const folder = mkdtempSync(join(tmpdir(), "millrace-path-"));
  const bin = join(folder, "node_modules", ".bin");
  try {
    mkdirSync(join(folder, "below"));
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(folder, "millrace"), "", { mode: 0o755 });
    writeFileSync(join(bin, "millrace"), "", { mode: 0o755 });
    expect(greeting(context({ path: `/usr/bin:${folder}` }))).toContain("\nmillrace tail demo/solar");
    expect(greeting(context({ cwd: join(folder, "below"), path: bin }))).toContain("\nnpx millrace tail demo/solar");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
