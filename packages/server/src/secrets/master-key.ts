import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Database } from "../store/schema.ts";
import { createSecrets, KEY_BYTES, type Secrets, SecretsError } from "./secrets.ts";

/** A word sealed at the first start: whoever opens it has the right key. */
const PROBE = { table: "facts", row: "master-key-probe", field: "value" };

export interface MasterKeySource {
  /** Data directory; the key file is `keys/master.key` in it. */
  dataDirectory: string;
  /** Value of MILLRACE_MASTER_KEY: 32 bytes as hex or base64. It wins over the file. */
  environmentKey?: string;
}

/**
 * Opens the secrets of a store with its master key; the first start makes the key.
 * Throws SecretsError when the key is missing, ill-formed or not the one that the store was sealed with; nothing is changed then.
 */
export async function openSecrets(db: Database, source: MasterKeySource): Promise<Secrets> {
  const probe = await db.selectFrom("facts").select("value").where("name", "=", PROBE.row).executeTakeFirst();
  const file = join(source.dataDirectory, "keys", "master.key");
  const secrets = createSecrets(findKey(source, file, probe !== undefined));
  if (probe) {
    try {
      secrets.open(probe.value, PROBE);
    } catch (error) {
      const origin = source.environmentKey === undefined ? file : "MILLRACE_MASTER_KEY";
      throw new SecretsError(`${origin} is not the master key that this store was sealed with`, { cause: error });
    }
  } else {
    await db
      .insertInto("facts")
      .values({ name: PROBE.row, value: secrets.seal("millrace", PROBE) })
      .execute();
  }
  return secrets;
}

function findKey(source: MasterKeySource, file: string, sealedBefore: boolean): Buffer {
  if (source.environmentKey !== undefined) return parseKey(source.environmentKey, "MILLRACE_MASTER_KEY");
  const text = readKeyFile(file);
  if (text !== undefined) return parseKey(text, file);
  if (sealedBefore) {
    throw new SecretsError(
      `the master key ${file} is missing; put it back or set MILLRACE_MASTER_KEY, else stored secrets stay sealed`,
    );
  }
  return createKeyFile(file);
}

function readKeyFile(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new SecretsError(`the master key ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`, { cause: error });
  }
}

/** 32 bytes as 64 hex digits or as base64 (either alphabet, padding optional). */
function parseKey(text: string, origin: string): Buffer {
  const trimmed = text.trim();
  const hex = /^[0-9a-f]{64}$/i.test(trimmed);
  if (!hex && !/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) {
    throw new SecretsError(`${origin} must hold ${KEY_BYTES} bytes as 64 hex digits or as base64`);
  }
  return Buffer.from(trimmed, hex ? "hex" : "base64");
}

/** Writes a new key so that the file is whole or absent: temporary name, synchronised, then renamed. */
function createKeyFile(file: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  const folder = dirname(file);
  const temporary = `${file}.${randomBytes(4).toString("hex")}.tmp`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const handle = openSync(temporary, "wx", 0o600);
  try {
    writeSync(handle, `${key.toString("base64")}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
  const folderHandle = openSync(folder, "r");
  try {
    fsyncSync(folderHandle);
  } finally {
    closeSync(folderHandle);
  }
  return key;
}
