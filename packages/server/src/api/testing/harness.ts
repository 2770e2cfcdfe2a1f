import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { bootstrap, type FirstStart } from "../../auth/bootstrap.ts";
import { createSecrets, type Secrets } from "../../secrets/secrets.ts";
import { openStore, type Store } from "../../store/store.ts";
import { type ApiDeps, buildApi } from "../build.ts";
import { operations } from "../generated/operations.ts";
import type { Route } from "../request.ts";
import { schemaProblems } from "./answers.ts";
import { FakeRuntime } from "./fake-runtime.ts";

type Method = "GET" | "POST" | "PATCH" | "DELETE" | "PUT" | "HEAD" | "OPTIONS";

/** A request of a test. Without `headers.authorization` it carries the owner's token; null leaves a header out. */
export interface Ask {
  body?: unknown;
  /** Sent as it is. */
  raw?: string;
  headers?: Record<string, string | null>;
}

export interface Got {
  status: number;
  headers: Record<string, string>;
  text: string;
  bytes: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  json: any;
}

export const V2023 = "application/vnd.atlas.2023-02-01+json";
export const V2025 = "application/vnd.atlas.2025-03-12+json";

/** An API on an empty store in memory, with one project and a caller who owns it. */
export class Harness {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly secrets: Secrets;
  readonly runtime: FakeRuntime;
  readonly owner: FirstStart;
  readonly project: string;
  private token = "";

  private constructor(parts: { app: FastifyInstance; store: Store; secrets: Secrets; runtime: FakeRuntime; owner: FirstStart }) {
    this.app = parts.app;
    this.store = parts.store;
    this.secrets = parts.secrets;
    this.runtime = parts.runtime;
    this.owner = parts.owner;
    this.project = parts.owner.projectId;
  }

  static async open(deps: Partial<ApiDeps> = {}): Promise<Harness> {
    const store = await openStore(":memory:");
    const secrets = createSecrets(randomBytes(32));
    const runtime = new FakeRuntime();
    runtime.db = store.db;
    const owner = (await bootstrap(store.db, secrets))!;
    const app = await buildApi({ store, secrets, runtime, publicUrl: () => "https://millrace.example:8443", ...deps });
    const harness = new Harness({ app, store, secrets, runtime, owner });
    harness.token = await harness.tokenOf(owner);
    return harness;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.store.close();
  }

  async tokenOf({ clientId, clientSecret }: { clientId: string; clientSecret: string }): Promise<string> {
    const answer = await this.app.inject({
      method: "POST",
      url: "/api/oauth/token",
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      payload: "grant_type=client_credentials",
    });
    return answer.json().access_token;
  }

  /** Sends a request. `path` is below the project's `/streams`, or absolute. Successful answers are checked against their schema. */
  async ask(method: Method, path: string, ask: Ask = {}): Promise<Got> {
    const url = path.startsWith("/api/") ? path : `/api/atlas/v2/groups/${this.project}/streams${path}`;
    const payload = ask.raw ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
    const headers: Record<string, string | null> = {
      authorization: `Bearer ${this.token}`,
      accept: V2025,
      ...(payload !== undefined && { "content-type": "application/json" }),
      ...ask.headers,
    };
    const answer = await this.app.inject({
      method,
      url,
      headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== null)) as Record<string, string>,
      ...(payload !== undefined && { payload }),
    });
    const isJson = String(answer.headers["content-type"] ?? "").includes("json");
    const got = {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string>,
      text: answer.body,
      bytes: answer.rawPayload,
      json: isJson && answer.body !== "" ? JSON.parse(answer.body) : undefined,
    };
    checkAnswer(method, url, got);
    return got;
  }
}

/** Throws when an answer is not what its schema says. */
function checkAnswer(method: string, url: string, got: Got): void {
  if (url.includes("envelope=true") || got.json === undefined || url.startsWith("/api/oauth")) return;
  const route = routeOf(method, url.split("?", 1)[0]!);
  const schema = got.status >= 400 ? "ApiError" : route?.response;
  const problems = schema ? schemaProblems(schema, got.json) : [];
  if (problems.length > 0) throw new Error(`${method} ${url} ${got.status}: ${problems.join("; ")}\n${got.text}`);
  const status = route?.status;
  if (route && got.status < 400 && got.status !== status)
    throw new Error(`${method} ${url} must answer ${status}, not ${got.status}`);
}

const routes = Object.values(operations).map((route) => ({
  route: route as Route,
  pattern: new RegExp(`^${route.path.replace(/\{\w+\}/g, "[^/:]+")}$`),
}));

function routeOf(method: string, path: string): Route | undefined {
  const decoded = decodeURIComponent(path);
  const matching = routes.filter(({ route, pattern }) => route.method === method && pattern.test(decoded));
  return matching.sort((a, b) => a.route.path.split("{").length - b.route.path.split("{").length)[0]?.route;
}

/** A workspace body as clients send it. */
export function workspace(name: string, more: object = {}): object {
  return { name, dataProcessRegion: { cloudProvider: "AWS", region: "VIRGINIA_USA" }, ...more };
}
