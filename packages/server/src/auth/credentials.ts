import { createHash, randomBytes, randomInt, randomUUID } from "node:crypto";
import type { Secrets } from "../secrets/secrets.ts";
import { newId } from "../store/id.ts";
import type { Database } from "../store/schema.ts";
import { type Grant, insertApiKey, insertGrants, insertServiceAccount, insertServiceAccountSecret } from "./repository.ts";
import { hashSecret } from "./scrypt.ts";

/** Stored digests depend on it, so it never changes (admin-api.md 7.2). */
export const REALM = "MMS Public API";

/** A key pair for HTTP Digest, in clear; shown once. */
export interface ApiKeyPair {
  publicKey: string;
  privateKey: string;
}

/** Credentials of a service account, in clear; shown once. */
export interface ServiceAccountCredentials {
  clientId: string;
  clientSecret: string;
}

const lowerCase = "abcdefghijklmnopqrstuvwxyz";

/** Where a key's sealed HA1 lives. */
export function ha1Place(keyId: string, algorithm: "md5" | "sha256") {
  return { table: "api_keys", row: keyId, field: `ha1_${algorithm}` };
}

/** Creates a key pair: eight lower-case letters and a UUID. */
export async function createApiKey(
  db: Database,
  secrets: Secrets,
  description: string,
  grants: readonly Grant[],
): Promise<ApiKeyPair> {
  const id = newId();
  const publicKey = Array.from({ length: 8 }, () => lowerCase[randomInt(lowerCase.length)]).join("");
  const privateKey = randomUUID();
  const ha1 = (algorithm: "md5" | "sha256") =>
    secrets.seal(createHash(algorithm).update(`${publicKey}:${REALM}:${privateKey}`).digest("hex"), ha1Place(id, algorithm));
  await insertApiKey(db, { id, publicKey, ha1Md5: ha1("md5"), ha1Sha256: ha1("sha256") }, description);
  await insertGrants(db, id, grants);
  return { publicKey, privateKey };
}

/** Creates a service account with one secret: `mdb_sa_id_<24 hex>` and `mdb_sa_sk_<40 characters>` (admin-api.md 7.1). */
export async function createServiceAccount(
  db: Database,
  name: string,
  grants: readonly Grant[],
): Promise<ServiceAccountCredentials> {
  const clientId = `mdb_sa_id_${newId()}`;
  const clientSecret = `mdb_sa_sk_${randomBytes(30).toString("base64url")}`;
  const hash = await hashSecret(clientSecret);
  const account = await insertServiceAccount(db, clientId, name);
  await insertServiceAccountSecret(db, account.id, hash);
  await insertGrants(db, account.id, grants);
  return { clientId, clientSecret };
}
