import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { FailurePacing } from "../../auth/failure-pacing.ts";
import { findServiceAccount, listSecretHashes, type StoredServiceAccount } from "../../auth/repository.ts";
import { verifyNothing, verifySecret } from "../../auth/scrypt.ts";
import { TOKEN_SECONDS, type Tokens } from "../../auth/tokens.ts";
import type { Database } from "../../store/schema.ts";
import { bytes } from "../reply.ts";

interface OAuthDeps {
  db: Database;
  tokens: Tokens;
  pacing: FailurePacing;
}

/** An error in the form of RFC 6749, which is not the API's own (admin-api.md 7.1). */
class OAuthError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, description: string) {
    super(description);
    this.status = status;
    this.code = code;
  }
}

/** Access tokens for service accounts: `POST /api/oauth/token` and `/revoke` (admin-api.md 7.1). */
export function oauthRoutes(app: FastifyInstance, deps: OAuthDeps): void {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));

  app.post("/api/oauth/token", async (request, reply) => {
    const client = await authenticateClient(deps, request);
    const grant = field(request, "grant_type");
    if (grant === undefined) throw new OAuthError(400, "invalid_request", "The parameter grant_type is required.");
    if (grant !== "client_credentials") {
      throw new OAuthError(400, "unsupported_grant_type", "Only the grant type client_credentials is supported.");
    }
    const token = await deps.tokens.issue(client.id, client.clientId);
    return reply
      .header("cache-control", "no-store")
      .header("content-type", "application/json")
      .send(bytes(JSON.stringify({ access_token: token, expires_in: TOKEN_SECONDS, token_type: "Bearer" })));
  });

  app.post("/api/oauth/revoke", async (request, reply) => {
    const client = await authenticateClient(deps, request);
    const token = field(request, "token");
    if (token === undefined) throw new OAuthError(400, "invalid_request", "The parameter token is required.");
    await deps.tokens.revoke(token, client.id);
    return reply.code(200).send();
  });
}

function field(request: FastifyRequest, name: string): string | undefined {
  const form = request.body as Record<string, unknown> | undefined;
  const value = form !== undefined && form !== null && Object.hasOwn(form, name) ? form[name] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The service account of a Basic header. Id and secret are form-encoded in it (RFC 6749, 2.3.1). */
async function authenticateClient({ db, pacing }: OAuthDeps, request: FastifyRequest): Promise<StoredServiceAccount> {
  const { authorization = "" } = request.headers;
  const [, encoded] = /^basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(authorization) ?? [];
  const text = Buffer.from(encoded ?? "", "base64").toString("utf8");
  const colon = text.indexOf(":");
  const name = colon < 0 ? "" : formDecoded(text.slice(0, colon));
  const account = colon < 0 ? undefined : await findServiceAccount(db, name);
  const secret = formDecoded(text.slice(colon + 1));
  const hashes = account ? await listSecretHashes(db, account.id) : [];
  const matches =
    hashes.length > 0 ? await Promise.all(hashes.map((hash) => verifySecret(secret, hash))) : [await verifyNothing(secret)];
  if (!account || !matches.includes(true)) {
    const remarkable = await pacing.failed({ address: request.ip, credential: name });
    if (remarkable) request.failedLogin = { scheme: "OAuth", credential: name, name };
    throw new OAuthError(401, "invalid_client", "Invalid credentials provided.");
  }
  pacing.succeeded(name);
  request.caller = { principalId: account.id, name: account.clientId };
  return account;
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const shown = asOAuthError(error);
  if (shown.status >= 500) request.log.error({ err: error }, "request failed");
  if (shown.status === 401) reply.header("www-authenticate", 'Basic realm="OAuth"');
  return reply
    .code(shown.status)
    .header("cache-control", "no-store")
    .header("content-type", "application/json")
    .send(bytes(JSON.stringify({ error: shown.code, error_description: shown.message })));
}

function asOAuthError(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error;
  const { statusCode } = error as { statusCode?: number };
  if (statusCode !== undefined && statusCode < 500) {
    return new OAuthError(400, "invalid_request", "Send a form of type application/x-www-form-urlencoded.");
  }
  return new OAuthError(500, "server_error", "Unexpected error.");
}
