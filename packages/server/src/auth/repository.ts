import { newId } from "../store/id.ts";
import type { Database } from "../store/schema.ts";
import type { OrganizationRole, ProjectRole, Role } from "./roles.ts";

/** What a credential may do in one place. */
export type Grant =
  | { scope: "organization"; id: string; role: OrganizationRole }
  | { scope: "project"; id: string; role: ProjectRole };

export async function insertGrants(db: Database, principalId: string, grants: readonly Grant[]): Promise<void> {
  const rows = grants.map((grant) => ({ principal_id: principalId, scope: grant.scope, scope_id: grant.id, role: grant.role }));
  if (rows.length > 0) await db.insertInto("role_assignments").values(rows).execute();
}

export async function listGrants(db: Database, principalId: string): Promise<Grant[]> {
  const rows = await db.selectFrom("role_assignments").selectAll().where("principal_id", "=", principalId).execute();
  return rows.map((row) => ({ scope: row.scope, id: row.scope_id, role: row.role as Role }) as Grant);
}

/** A stored key pair; the HA1 values are still sealed. */
export interface StoredApiKey {
  id: string;
  publicKey: string;
  ha1Md5: string;
  ha1Sha256: string;
}

export async function insertApiKey(db: Database, key: StoredApiKey, description: string): Promise<void> {
  await db
    .insertInto("api_keys")
    .values({
      id: key.id,
      public_key: key.publicKey,
      description,
      ha1_md5: key.ha1Md5,
      ha1_sha256: key.ha1Sha256,
      created_at: new Date().toISOString(),
    })
    .execute();
}

export async function findApiKey(db: Database, publicKey: string): Promise<StoredApiKey | undefined> {
  const row = await db.selectFrom("api_keys").selectAll().where("public_key", "=", publicKey).executeTakeFirst();
  return row && { id: row.id, publicKey: row.public_key, ha1Md5: row.ha1_md5, ha1Sha256: row.ha1_sha256 };
}

export interface StoredServiceAccount {
  id: string;
  clientId: string;
}

export async function insertServiceAccount(db: Database, clientId: string, name: string): Promise<StoredServiceAccount> {
  const id = newId();
  await db
    .insertInto("service_accounts")
    .values({ id, client_id: clientId, name, created_at: new Date().toISOString() })
    .execute();
  return { id, clientId };
}

export async function insertServiceAccountSecret(db: Database, accountId: string, hash: string, expiresAt?: Date): Promise<void> {
  await db
    .insertInto("service_account_secrets")
    .values({
      id: newId(),
      service_account_id: accountId,
      hash,
      created_at: new Date().toISOString(),
      expires_at: expiresAt?.toISOString() ?? null,
    })
    .execute();
}

export async function findServiceAccount(db: Database, clientId: string): Promise<StoredServiceAccount | undefined> {
  const row = await db.selectFrom("service_accounts").selectAll().where("client_id", "=", clientId).executeTakeFirst();
  return row && { id: row.id, clientId: row.client_id };
}

/** Hashes of an account's secrets that have not expired. */
export async function listSecretHashes(db: Database, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("service_account_secrets")
    .select("hash")
    .where("service_account_id", "=", accountId)
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", new Date().toISOString())]))
    .execute();
  return rows.map((row) => row.hash);
}

export async function insertSigningKey(db: Database, key: { id: string; secret: string }): Promise<void> {
  await db
    .insertInto("signing_keys")
    .values({ ...key, created_at: new Date().toISOString() })
    .execute();
}

/** All signing keys, the newest first: it signs, the others still verify. */
export async function listSigningKeys(db: Database): Promise<{ id: string; secret: string }[]> {
  return db.selectFrom("signing_keys").select(["id", "secret"]).orderBy("created_at", "desc").orderBy("id", "desc").execute();
}

/** Remembers a revoked token until it would have expired anyway; forgets those that have. */
export async function insertRevokedToken(db: Database, id: string, expiresAt: Date): Promise<void> {
  await db.deleteFrom("revoked_tokens").where("expires_at", "<", new Date().toISOString()).execute();
  await db
    .insertInto("revoked_tokens")
    .values({ id, expires_at: expiresAt.toISOString() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function isRevoked(db: Database, id: string): Promise<boolean> {
  const row = await db.selectFrom("revoked_tokens").select("id").where("id", "=", id).executeTakeFirst();
  return row !== undefined;
}
