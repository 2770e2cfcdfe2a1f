import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { type Document, decodeJson } from "@millrace/mql";
import type { EffectiveSetting } from "../config/index.ts";
import { socketAddress } from "./address.ts";
import type { Health, ListedProcessor, StartRequest } from "./protocol.ts";

/** What the running server answered, or that there is none. `missing`: no such processor; `refused`: not in its state, or it cannot run. */
export class AdminError extends Error {
  override readonly name = "AdminError";
  readonly kind: "no-server" | "missing" | "refused" | "internal";

  constructor(kind: AdminError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** What a tail shows: a result, or that the processor's state is now another one. The first event is its state at the beginning. */
export type TailEvent = { document: Document } | { state: string; error?: string };

/** The running server of a data directory, as administrative commands see it. Everything rejects with an {@link AdminError}. */
export interface AdminClient {
  health(): Promise<Health>;
  config(): Promise<EffectiveSetting[]>;
  processors(): Promise<ListedProcessor[]>;
  /** Resolves when it runs. */
  start(workspace: string, name: string, options?: StartRequest): Promise<void>;
  /** Resolves after its final checkpoint. */
  stop(workspace: string, name: string): Promise<void>;
  /** Statistics with what is around them in engine.md 8.1. */
  stats(workspace: string, name: string, options?: { scale?: 1 | 1024; verbose?: boolean }): Promise<Document>;
  /** Until the processor is dropped, the server ends, or the signal aborts. */
  tail(workspace: string, name: string, signal?: AbortSignal): AsyncIterable<TailEvent>;
}

/** Connects to the server of a data directory. Rejects with an {@link AdminError} if none runs there. */
export async function connectAdmin(dataDirectory: string): Promise<AdminClient> {
  const client = new SocketClient(dataDirectory);
  await client.health();
  return client;
}

class SocketClient implements AdminClient {
  readonly #dataDirectory: string;

  constructor(dataDirectory: string) {
    this.#dataDirectory = dataDirectory;
  }

  async health(): Promise<Health> {
    return JSON.parse(await this.#text("GET", "/health")) as Health;
  }

  async config(): Promise<EffectiveSetting[]> {
    return JSON.parse(await this.#text("GET", "/config")) as EffectiveSetting[];
  }

  async processors(): Promise<ListedProcessor[]> {
    return JSON.parse(await this.#text("GET", "/processors")) as ListedProcessor[];
  }

  async start(workspace: string, name: string, options: StartRequest = {}): Promise<void> {
    await this.#text("POST", `${pathOf(workspace, name)}/start`, options);
  }

  async stop(workspace: string, name: string): Promise<void> {
    await this.#text("POST", `${pathOf(workspace, name)}/stop`);
  }

  async stats(workspace: string, name: string, options: { scale?: 1 | 1024; verbose?: boolean } = {}): Promise<Document> {
    const query = new URLSearchParams({ scale: String(options.scale ?? 1), verbose: String(options.verbose ?? false) });
    return decodeJson(await this.#text("GET", `${pathOf(workspace, name)}/stats?${query}`)) as Document;
  }

  async *tail(workspace: string, name: string, signal?: AbortSignal): AsyncGenerator<TailEvent> {
    try {
      const response = await this.#open("GET", `${pathOf(workspace, name)}/tail`, undefined, signal);
      for await (const line of linesOf(response)) yield decodeJson(line) as TailEvent;
    } catch (error) {
      if (signal?.aborted) return;
      throw error instanceof AdminError ? error : new AdminError("no-server", "the server ended", { cause: error });
    }
  }

  async #text(method: string, path: string, body?: object): Promise<string> {
    return text(await this.#open(method, path, body));
  }

  async #open(method: string, path: string, body?: object, signal?: AbortSignal): Promise<IncomingMessage> {
    const response = await this.#send(method, path, body, signal);
    const { statusCode = 500 } = response;
    if (statusCode < 400) return response;
    const message = errorOf(await text(response));
    throw new AdminError(statusCode === 404 ? "missing" : statusCode < 500 ? "refused" : "internal", message);
  }

  #send(method: string, path: string, body: object | undefined, signal: AbortSignal | undefined): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    let address: ReturnType<typeof socketAddress>;
    try {
      address = socketAddress(this.#dataDirectory);
    } catch (error) {
      return Promise.reject(noServer(this.#dataDirectory, error));
    }
    const content = body === undefined ? undefined : JSON.stringify(body);
    const headers =
      content === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(content) };
    const sending = request({ socketPath: address.path, method, path, headers, agent: false, signal }, resolve);
    sending.on("socket", (socket) => socket.once("connect", address.release));
    sending.on("error", (error) => {
      address.release();
      reject(noServer(this.#dataDirectory, error));
    });
    sending.end(content);
    return promise;
  }
}

function pathOf(workspace: string, name: string): string {
  return `/processors/${encodeURIComponent(workspace)}/${encodeURIComponent(name)}`;
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  response.setEncoding("utf8");
  let rest = "";
  for await (const chunk of response) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

function errorOf(body: string): string {
  try {
    return String((JSON.parse(body) as { error: unknown }).error);
  } catch {
    return body;
  }
}

function noServer(dataDirectory: string, error: unknown): AdminError {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const why =
    code === "ENOENT" || code === "ECONNREFUSED"
      ? `no server runs on the data directory ${dataDirectory}; start one with \`millrace serve\`, or name its directory with --data`
      : code === "EACCES" || code === "EPERM"
        ? `the server's socket in ${dataDirectory} is not open to this user`
        : `the server of ${dataDirectory} does not answer: ${message}`;
  return new AdminError("no-server", why, { cause: error });
}
