/**
 * Sends requests as the clients written in Go do (SDK, Atlas CLI, Terraform provider): their headers in Go's order, their framing, their
 * two ways of logging in, and what they insist on in a challenge and in a token (admin-api.md 4.3, 7, 8).
 */
import { createHash, randomBytes } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";
import type { Incoming, Outgoing } from "./play.ts";
import type { Header } from "./script.ts";

export type Credentials = { publicKey: string; privateKey: string } | { clientId: string; clientSecret: string };

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

/** Seconds that a token must have left: Terraform uses no token with less than ten minutes. */
const LEAST_SECONDS = 600;

/** One process of a client: its connections, and its token if it has one. */
export class GoClient {
  readonly #base: URL;
  readonly #credentials: Credentials;
  readonly #userAgent: string;
  readonly #agent = new Agent({ keepAlive: true });
  #token: string | undefined;

  constructor(base: string, credentials: Credentials, userAgent: string) {
    this.#base = new URL(base);
    this.#credentials = credentials;
    this.#userAgent = userAgent;
  }

  /** Gets a token before anything else, where the credentials are a service account's. */
  async login(): Promise<void> {
    if (!("clientId" in this.#credentials)) return;
    const answer = await this.#form("/api/oauth/token", "grant_type=client_credentials");
    const { access_token, expires_in, token_type } = JSON.parse(answer.body.toString());
    const type = answer.headers.get("content-type")?.join();
    if (answer.status !== 200 || type !== "application/json" || token_type !== "Bearer" || !(expires_in > LEAST_SECONDS)) {
      throw new Error(`not a token that Go clients take: ${answer.status} ${type} ${answer.body}`);
    }
    if (answer.headers.get("cache-control")?.join() !== "no-store") throw new Error("a token that may be stored");
    if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(access_token)) throw new Error(`not the form of a JWT: ${access_token}`);
    this.#token = access_token;
  }

  /** Revokes the token, as Terraform does at the end of every process. Anything but 200 is a failure for it. */
  async logout(): Promise<void> {
    if (this.#token === undefined) return;
    const form = `token=${encodeURIComponent(this.#token)}&token_type_hint=access_token`;
    const answer = await this.#form("/api/oauth/revoke", form);
    if (answer.status !== 200 || answer.body.length > 0) throw new Error(`revoking a token: ${answer.status} ${answer.body}`);
    const after = await this.send({
      method: "GET",
      target: "/api/atlas/v2",
      headers: [["Accept", "application/vnd.atlas.2023-01-01+json"]],
      chunked: false,
      anonymous: false,
    });
    if (after.status !== 401) throw new Error(`a revoked token gives ${after.status}`);
  }

  close(): void {
    this.#agent.destroy();
  }

  /** One call: a single request with a token; with digest a request without credentials but with the whole body, and another with them. */
  async send(request: Outgoing): Promise<Incoming> {
    if (request.anonymous) return this.#exchange(request);
    if ("clientId" in this.#credentials) return this.#exchange(request, `Bearer ${this.#token}`);
    const refused = await this.#exchange(request);
    if (refused.status !== 401) throw new Error(`${request.method} ${request.target} without credentials: ${refused.status}`);
    const { publicKey, privateKey } = this.#credentials;
    // Only the first header of that name is read.
    const challenge = parseChallenge(refused.headers.get("www-authenticate")?.[0] ?? "");
    return this.#exchange(request, digestAnswer(challenge, request, publicKey, privateKey));
  }

  #form(target: string, body: string): Promise<Incoming> {
    const { clientId, clientSecret } = this.#credentials as { clientId: string; clientSecret: string };
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString("base64");
    const headers: Header[] = [["Content-Type", "application/x-www-form-urlencoded"]];
    return this.#raw({ method: "POST", target, headers, chunked: false, anonymous: true }, Buffer.from(body), `Basic ${basic}`);
  }

  #exchange(request: Outgoing, authorization?: string): Promise<Incoming> {
    if (request.body === undefined) return this.#raw(request, undefined, authorization);
    return this.#raw(request, Buffer.from(request.chunked ? request.body : `${request.body}\n`), authorization);
  }

  #raw(request: Outgoing, body: Buffer | undefined, authorization: string | undefined): Promise<Incoming> {
    const { method, target } = request;
    const given = [
      ...request.headers.filter(([name]) => name !== "User-Agent"),
      ...(authorization === undefined ? [] : [["Authorization", authorization] as const]),
    ];
    const sorted = given.toSorted(([a], [b]) => (a < b ? -1 : 1));
    const all: Header[] = [
      ["Host", this.#base.host],
      ["User-Agent", request.headers.find(([name]) => name === "User-Agent")?.[1] ?? this.#userAgent],
      ...this.#framing(request, body),
      ...sorted,
      ["Accept-Encoding", "gzip"],
    ];
    return new Promise((resolve, reject) => {
      const options = {
        host: this.#base.hostname,
        port: this.#base.port,
        method,
        path: target,
        agent: this.#agent,
        headers: all.flat(),
      };
      const sent = httpRequest(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const headers = new Map(Object.entries(response.headersDistinct).map(([name, values]) => [name, values!]));
          resolve({ status: response.statusCode!, headers, body: Buffer.concat(chunks) });
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  /** A request without a body still has a framing where Go writes one: under digest it does not know that there is nothing to send. */
  #framing({ method, chunked }: Outgoing, body: Buffer | undefined): Header[] {
    if (body !== undefined) return [chunked ? ["Transfer-Encoding", "chunked"] : ["Content-Length", String(body.length)]];
    if (method === "GET" || method === "DELETE") return [];
    return ["publicKey" in this.#credentials ? ["Transfer-Encoding", "chunked"] : ["Content-Length", "0"]];
  }
}

const known = new Set(["realm", "domain", "nonce", "opaque", "algorithm", "qop", "stale"]);

/** Reads a challenge as narrowly as the Go digest client does (admin-api.md 7.2). Throws for anything that it would not take. */
export function parseChallenge(header: string): ReadonlyMap<string, string> {
  const fail = (why: string): never => {
    throw new Error(`a challenge that Go clients refuse (${why}): ${header}`);
  };
  if (!header.startsWith("Digest ")) fail("it does not begin with 'Digest '");
  const directives = new Map<string, string>();
  for (const part of header.slice("Digest ".length).split(", ")) {
    const [, name, quoted, bare] = /^([a-z]+)=(?:"([^"]*)"|([^\s",]+))$/.exec(part) ?? fail(`'${part}'`);
    if (!known.has(name!)) fail(`unknown directive ${name}`);
    directives.set(name!, quoted ?? bare!);
  }
  if (directives.get("qop") !== "auth") fail("qop is not auth");
  if (directives.get("algorithm") !== "MD5") fail("algorithm is not MD5");
  if (!directives.get("nonce")) fail("no nonce");
  return directives;
}

function digestAnswer(challenge: ReadonlyMap<string, string>, request: Outgoing, user: string, password: string): string {
  const [realm, nonce] = [challenge.get("realm"), challenge.get("nonce")];
  const [cnonce, nc] = [randomBytes(8).toString("hex"), "00000001"];
  const ha1 = md5(`${user}:${realm}:${password}`);
  const response = md5(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${md5(`${request.method}:${request.target}`)}`);
  return (
    `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${request.target}", ` +
    `response="${response}", algorithm="MD5", qop=auth, nc=${nc}, cnonce="${cnonce}"`
  );
}
