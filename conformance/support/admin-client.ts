/**
 * A plain client of the Admin API with HTTP Digest, as scripts of the hosted service write one: each call is sent without credentials first,
 * with its body, and again with the answer to the challenge.
 */
import { createHash, randomBytes } from "node:crypto";

export interface Answer {
  status: number;
  headers: Headers;
  body: any;
}

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

export class AdminClient {
  readonly #base: string;
  readonly #user: string;
  readonly #password: string;

  /** `base`: `http://127.0.0.1:8080/api/atlas/v2/groups/<projectId>`. */
  constructor(base: string, publicKey: string, privateKey: string) {
    this.#base = base;
    this.#user = publicKey;
    this.#password = privateKey;
  }

  /** One call. `version` goes into `Accept`, and into `Content-Type` when there is a body. */
  async call(method: string, path: string, body?: unknown, version = "2025-03-12"): Promise<Answer> {
    const url = new URL(this.#base + path);
    const type = `application/vnd.atlas.${version}+json`;
    const headers: Record<string, string> = { Accept: type };
    if (body !== undefined) headers["Content-Type"] = type;
    const payload = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    const first = await fetch(url, { method, headers, body: payload });
    await first.arrayBuffer();
    if (first.status !== 401) throw new Error(`${method} ${url.pathname} without credentials: ${first.status} instead of 401`);
    headers.Authorization = this.#answer(first.headers.get("www-authenticate") ?? "", method, url.pathname + url.search);
    const response = await fetch(url, { method, headers, body: payload });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  }

  /** As {@link call}, and an error that shows the answer unless the status is the expected one. */
  async expect(status: number, method: string, path: string, body?: unknown, version?: string): Promise<any> {
    const answer = await this.call(method, path, body, version);
    if (answer.status !== status) {
      throw new Error(`${method} ${path}: ${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  #answer(challenge: string, method: string, uri: string): string {
    const directives = Object.fromEntries([...challenge.matchAll(/(\w+)="?([^",]*)"?/g)].map((match) => [match[1], match[2]]));
    if (!challenge.startsWith("Digest ") || directives.qop !== "auth") throw new Error(`not a digest challenge: ${challenge}`);
    const cnonce = randomBytes(8).toString("hex");
    const nc = "00000001";
    const ha1 = md5(`${this.#user}:${directives.realm}:${this.#password}`);
    const response = md5(`${ha1}:${directives.nonce}:${nc}:${cnonce}:auth:${md5(`${method}:${uri}`)}`);
    return (
      `Digest username="${this.#user}", realm="${directives.realm}", nonce="${directives.nonce}", uri="${uri}", ` +
      `response="${response}", algorithm="MD5", qop=auth, nc=${nc}, cnonce="${cnonce}"`
    );
  }
}
