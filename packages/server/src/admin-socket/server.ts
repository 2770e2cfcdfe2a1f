import { chmodSync, rmSync } from "node:fs";
import { ProcessorError } from "@millrace/engine";
import { type Document, encodeJson } from "@millrace/mql";
import fastify, { type FastifyReply } from "fastify";
import type { Logger } from "pino";
import type { EffectiveSetting } from "../config/index.ts";
import type { Database } from "../store/schema.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { socketAddress } from "./address.ts";
import { listAll, locate, NotFound, present } from "./processors.ts";
import type { Health, StartRequest } from "./protocol.ts";
import { tail } from "./tail.ts";

export interface AdminSocketDeps {
  dataDirectory: string;
  db: Database;
  supervisor: Supervisor;
  config: readonly EffectiveSetting[];
  log: Logger;
  url(): string;
}

interface ProcessorRoute {
  Params: { workspace: string; name: string };
  Querystring: { scale?: string; verbose?: string };
  Body: StartRequest | null;
}

const startSchema = {
  type: ["object", "null"],
  properties: { resumeFromCheckpoint: { type: "boolean" }, tier: { type: "string" } },
  additionalProperties: false,
};

/** Serves the routes of protocol.ts. Returns a function that ends it. */
export async function openAdminSocket(deps: AdminSocketDeps): Promise<() => Promise<void>> {
  const { db, supervisor } = deps;
  const app = fastify({ logger: false, forceCloseConnections: true });
  app.setErrorHandler((error, _request, reply) => fail(error, reply, deps.log));
  app.get("/health", (): Health => ({ status: "ok", pid: process.pid, url: deps.url() }));
  app.get("/config", () => deps.config);
  app.get("/processors", () => listAll(db, supervisor));

  const prefix = "/processors/:workspace/:name";
  app.post<ProcessorRoute>(`${prefix}/start`, { schema: { body: startSchema } }, async ({ params, body }) => {
    const { processor } = await locate(db, params.workspace, params.name);
    await supervisor.start(processor.id, body ?? {});
    return {};
  });
  app.post<ProcessorRoute>(`${prefix}/stop`, async ({ params }) => {
    const { processor } = await locate(db, params.workspace, params.name);
    await supervisor.stop(processor.id);
    return {};
  });
  app.get<ProcessorRoute>(`${prefix}/stats`, async ({ params, query }, reply) => {
    const located = await locate(db, params.workspace, params.name);
    const { id } = located.processor;
    const stats = await supervisor.stats(id, { scale: query.scale === "1024" ? 1024 : 1, verbose: query.verbose === "true" });
    const { workspace, name, state, tier, since, error } = present(located, supervisor);
    const head: Document = { ns: `${located.workspace.projectId}.${workspace}.${name}`, name, processorId: id, state, tier };
    const answer: Document = {
      ...head,
      lastStateChange: new Date(since),
      ...(error && { errorMsg: error.message, errorCode: error.code }),
      ...(stats && { stats }),
    };
    return reply.type("application/json").send(encodeJson(answer, { format: "canonical" }));
  });
  app.get<ProcessorRoute>(`${prefix}/tail`, async ({ params }, reply) => {
    const { processor } = await locate(db, params.workspace, params.name);
    return reply.type("application/x-ndjson").send(tail(supervisor, processor.id));
  });

  const address = socketAddress(deps.dataDirectory);
  try {
    // That of a server that was killed; the lock says that none uses it.
    if (address.file) rmSync(address.file, { force: true });
    await app.listen({ path: address.path });
    if (address.file) chmodSync(address.file, 0o600);
  } finally {
    address.release();
  }
  return async () => {
    await app.close();
    if (address.file) rmSync(address.file, { force: true });
  };
}

function fail(error: unknown, reply: FastifyReply, log: Logger): FastifyReply {
  const { message, statusCode = 500 } = error as Error & { statusCode?: number };
  if (error instanceof NotFound) return reply.status(404).send({ error: message });
  if (error instanceof ProcessorError) return reply.status(400).send({ error: message });
  if (statusCode < 500) return reply.status(statusCode).send({ error: message });
  log.error({ err: error }, "administrative request failed");
  return reply.status(500).send({ error: message });
}
