import type { Secrets } from "../secrets/secrets.ts";
import type { Database } from "../store/schema.ts";
import { ha1Place } from "./credentials.ts";
import { challenge, isRightResponse, parseDigest } from "./digest.ts";
import type { Nonces } from "./nonces.ts";
import { findApiKey } from "./repository.ts";
import type { Tokens } from "./tokens.ts";

/** Whoever sends a request, once known. */
export interface Caller {
  /** Id of the API key or service account, under which its roles are stored. */
  principalId: string;
  /** Public key or client id. */
  name: string;
}

/** A login that failed; `credential` may be a secret. */
export interface FailedLogin {
  scheme: "Bearer" | "Digest" | "OAuth";
  credential: string;
  /** The name that was claimed, if the scheme has one. */
  name?: string;
  /** A token of this server that is over or revoked: clients send one now and then, and guess nothing with it. */
  wasGood?: boolean;
}

/** The caller could not be told; `challenge` is the value of WWW-Authenticate. Says nothing about which part was wrong. */
export class Unauthenticated extends Error {
  override readonly name = "Unauthenticated";
  readonly challenge: string;
  readonly scheme: "Bearer" | "Digest";
  /** Absent: no credentials were given, or they were right but their nonce was old. */
  readonly login: FailedLogin | undefined;

  constructor(scheme: "Bearer" | "Digest", text: string, login?: FailedLogin) {
    super("You are not authorized for this resource.");
    this.scheme = scheme;
    this.challenge = text;
    this.login = login;
  }
}

export interface AuthenticationDeps {
  db: Database;
  secrets: Secrets;
  tokens: Tokens;
  nonces: Nonces;
}

/** The parts of a request that are looked at. `target` is the request target as it was sent, before any normalisation. */
export interface Credentials {
  authorization: string | undefined;
  method: string;
  target: string;
}

/** Checked against when the user is unknown, so that both cases take as long. */
const NO_HA1 = "0".repeat(64);

/** Finds out who is calling, by HTTP Digest or bearer token (admin-api.md 7). Throws Unauthenticated. */
export async function authenticate(deps: AuthenticationDeps, request: Credentials): Promise<Caller> {
  const [, token] = /^bearer\s+(.*)$/is.exec(request.authorization ?? "") ?? [];
  if (token !== undefined) {
    const credential = token.trim();
    const verified = await deps.tokens.verify(credential);
    if (!verified) {
      const login: FailedLogin = { scheme: "Bearer", credential, wasGood: await deps.tokens.isOwn(credential) };
      throw new Unauthenticated("Bearer", 'Bearer error="invalid_token"', login);
    }
    return { principalId: verified.accountId, name: verified.clientId };
  }
  return byDigest(deps, request);
}

async function byDigest(deps: AuthenticationDeps, request: Credentials): Promise<Caller> {
  const { authorization } = request;
  const credentials = authorization === undefined ? undefined : parseDigest(authorization);
  const refused = (stale: boolean, login?: FailedLogin) => new Unauthenticated("Digest", challenge(deps.nonces, stale), login);
  if (authorization === undefined) throw refused(false);
  if (!credentials) throw refused(false, { scheme: "Digest", credential: authorization });
  const key = await findApiKey(deps.db, credentials.username);
  const { algorithm } = credentials;
  const sealed = algorithm === "md5" ? key?.ha1Md5 : key?.ha1Sha256;
  const ha1 = key && sealed !== undefined ? deps.secrets.open(sealed, ha1Place(key.id, algorithm)) : NO_HA1;
  const right = isRightResponse(credentials, request.method, ha1);
  if (!key || !right || credentials.uri !== request.target) {
    throw refused(false, { scheme: "Digest", credential: credentials.username, name: credentials.username });
  }
  if (deps.nonces.use(credentials.nonce, Number.parseInt(credentials.nc, 16)) === "stale") throw refused(true);
  return { principalId: key.id, name: key.publicKey };
}
