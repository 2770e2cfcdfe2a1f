import { createHash, randomBytes, randomUUID } from "node:crypto";
import { compactVerify, jwtVerify, SignJWT } from "jose";
import type { Secrets } from "../secrets/secrets.ts";
import { newId } from "../store/id.ts";
import type { Database } from "../store/schema.ts";
import { insertRevokedToken, insertSigningKey, isRevoked, listSigningKeys } from "./repository.ts";

/** Clients throw away tokens with less than ten minutes left, so this is well above (admin-api.md 7.1). */
export const TOKEN_SECONDS = 3600;

const ISSUER = "millrace";
const MAX_CACHED = 10_000;

/** A token found good: whose it is, and until when. */
export interface VerifiedToken {
  id: string;
  /** Id of the service account. */
  accountId: string;
  clientId: string;
  expiresAt: number;
}

interface SigningKey {
  id: string;
  secret: Buffer;
}

/** Access tokens of service accounts: JWTs signed with a key that is sealed in the store. */
export class Tokens {
  private readonly db: Database;
  private readonly secrets: Secrets;
  private readonly now: () => number;
  private keys: Promise<SigningKey[]> | undefined;
  /** Tokens found good, by the hash of their text. */
  private readonly verified = new Map<string, VerifiedToken>();

  constructor(db: Database, secrets: Secrets, now: () => number = Date.now) {
    this.db = db;
    this.secrets = secrets;
    this.now = now;
  }

  async issue(accountId: string, clientId: string): Promise<string> {
    const [key] = await this.signingKeys();
    const seconds = Math.floor(this.now() / 1000);
    return new SignJWT({ cid: clientId })
      .setProtectedHeader({ alg: "HS256", typ: "JWT", kid: key!.id })
      .setIssuer(ISSUER)
      .setSubject(accountId)
      .setJti(randomUUID())
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + TOKEN_SECONDS)
      .sign(key!.secret);
  }

  /** Undefined for a token that is forged, expired, revoked or no token at all. */
  async verify(text: string): Promise<VerifiedToken | undefined> {
    const hash = createHash("sha256").update(text).digest("base64");
    const known = this.verified.get(hash);
    if (known && known.expiresAt > this.now()) return known;
    this.verified.delete(hash);
    const token = await this.check(text);
    if (token === undefined || (await isRevoked(this.db, token.id))) return undefined;
    if (this.verified.size >= MAX_CACHED) this.verified.clear();
    this.verified.set(hash, token);
    return token;
  }

  /** Whether this server signed the token, though it may be over or revoked by now: whoever sends it does not guess. */
  async isOwn(text: string): Promise<boolean> {
    const keys = await this.signingKeys();
    return compactVerify(text, ({ kid }) => keys.find((key) => key.id === kid)?.secret ?? randomBytes(32), {
      algorithms: ["HS256"],
    }).then(
      () => true,
      () => false,
    );
  }

  /** Ends a token of this account at once; does nothing for any other text. */
  async revoke(text: string, accountId: string): Promise<void> {
    const token = await this.check(text);
    if (token?.accountId !== accountId) return;
    await insertRevokedToken(this.db, token.id, new Date(token.expiresAt));
    for (const [hash, { id }] of this.verified) if (id === token.id) this.verified.delete(hash);
  }

  private async check(text: string): Promise<VerifiedToken | undefined> {
    const keys = await this.signingKeys();
    try {
      const { payload } = await jwtVerify(text, ({ kid }) => keys.find((key) => key.id === kid)?.secret ?? randomBytes(32), {
        algorithms: ["HS256"],
        issuer: ISSUER,
        requiredClaims: ["sub", "jti", "exp"],
        currentDate: new Date(this.now()),
      });
      return { id: payload.jti!, accountId: payload.sub!, clientId: String(payload["cid"]), expiresAt: payload.exp! * 1000 };
    } catch {
      return undefined;
    }
  }

  private signingKeys(): Promise<SigningKey[]> {
    this.keys ??= this.loadKeys().catch((error: unknown) => {
      this.keys = undefined;
      throw error;
    });
    return this.keys;
  }

  /** The newest key signs; the first start makes one. */
  private async loadKeys(): Promise<SigningKey[]> {
    const stored = await listSigningKeys(this.db);
    if (stored.length > 0) {
      return stored.map(({ id, secret }) => ({ id, secret: Buffer.from(this.secrets.open(secret, keyPlace(id)), "base64") }));
    }
    const id = newId();
    const secret = randomBytes(32);
    await insertSigningKey(this.db, { id, secret: this.secrets.seal(secret.toString("base64"), keyPlace(id)) });
    return [{ id, secret }];
  }
}

function keyPlace(id: string) {
  return { table: "signing_keys", row: id, field: "secret" };
}
