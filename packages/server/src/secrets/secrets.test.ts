import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore, type Store } from "../store/store.ts";
import { openSecrets } from "./master-key.ts";
import { createSecrets } from "./secrets.ts";

const place = { table: "connections", row: "a", field: "secrets" };

test("a sealed value opens in its place and says nothing", () => {
  const secrets = createSecrets(randomBytes(32));
  const sealed = secrets.seal("pa55wörd", place);
  expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
  expect(sealed).not.toContain("pa55w");
  expect(secrets.open(sealed, place)).toBe("pa55wörd");
});

test("the same value never seals to the same text", () => {
  const secrets = createSecrets(randomBytes(32));
  expect(secrets.seal("x", place)).not.toBe(secrets.seal("x", place));
});

test.each([{ table: "processors" }, { row: "b" }, { field: "settings" }])(
  "a value moved to another place does not open: %o",
  (other) => {
    const secrets = createSecrets(randomBytes(32));
    const sealed = secrets.seal("x", place);
    expect(() => secrets.open(sealed, { ...place, ...other })).toThrow("does not open");
  },
);

test("a changed bit or a cut end does not open", () => {
  const secrets = createSecrets(randomBytes(32));
  const [version, id, text] = secrets.seal("a longer secret", place).split(".") as [string, string, string];
  const bytes = Buffer.from(text, "base64url");
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    expect(() => secrets.open(`${version}.${id}.${changed.toString("base64url")}`, place)).toThrow("does not open");
  }
  expect(() => secrets.open(`${version}.${id}.${bytes.subarray(0, 20).toString("base64url")}`, place)).toThrow("cut short");
  expect(() => secrets.open("clear", place)).toThrow("is not a sealed value");
});

test("another key is told by its id", () => {
  const sealed = createSecrets(randomBytes(32)).seal("x", place);
  expect(() => createSecrets(randomBytes(32)).open(sealed, place)).toThrow("another master key");
});

let dataDirectory: string;
let store: Store;
beforeEach(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), "millrace-secrets-"));
  store = await openStore(":memory:");
});
afterEach(async () => {
  await store.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});
const keyFile = () => join(dataDirectory, "keys", "master.key");

test("the first start makes a key that only its owner can read; the next start uses it", async () => {
  const sealed = (await openSecrets(store.db, { dataDirectory })).seal("x", place);
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDirectory, "keys")).mode & 0o777).toBe(0o700);
  expect((await openSecrets(store.db, { dataDirectory })).open(sealed, place)).toBe("x");
});

test("a missing key is an error that makes no new key", async () => {
  await openSecrets(store.db, { dataDirectory });
  unlinkSync(keyFile());
  await expect(openSecrets(store.db, { dataDirectory })).rejects.toThrow(/master\.key is missing/);
  expect(existsSync(keyFile())).toBe(false);
});

test("a wrong key is an error that changes nothing", async () => {
  await openSecrets(store.db, { dataDirectory });
  const right = readFileSync(keyFile());
  writeFileSync(keyFile(), randomBytes(32).toString("hex"));
  await expect(openSecrets(store.db, { dataDirectory })).rejects.toThrow("is not the master key that this store was sealed with");
  writeFileSync(keyFile(), right);
  await openSecrets(store.db, { dataDirectory });
});

test("the environment's key wins and needs no file", async () => {
  const environmentKey = randomBytes(32).toString("base64");
  await openSecrets(store.db, { dataDirectory, environmentKey });
  expect(existsSync(keyFile())).toBe(false);
  await expect(openSecrets(store.db, { dataDirectory, environmentKey: randomBytes(32).toString("hex") })).rejects.toThrow(
    "MILLRACE_MASTER_KEY is not the master key",
  );
});

test.each(["", "short", "g".repeat(64)])("an ill-formed key is refused without being shown: %j", async (environmentKey) => {
  const error = await openSecrets(store.db, { dataDirectory, environmentKey }).catch((thrown) => thrown);
  expect(error.message).toBe("MILLRACE_MASTER_KEY must hold 32 bytes as 64 hex digits or as base64");
});
