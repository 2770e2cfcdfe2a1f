import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { operations } from "../generated/operations.ts";
import type { OperationId } from "../routing.ts";
import { type AuditedRequest, loginEntry, operationEntry } from "./audit.ts";
import type { LogBook } from "./log-book.ts";
import { operationalLine } from "./operational.ts";
import type { Subject } from "./repository.ts";

/** What changes a definition belongs into the log of its processor too. */
const definitionChanges: Partial<Record<OperationId, string>> = {
  createGroupStreamProcessor: "Created",
  updateGroupStreamProcessor: "Modified",
  deleteGroupStreamProcessor: "Dropped",
};

/** Writes every change, log download, refused access and failed login into the audit log, before its answer is sent (engine.md 8.3). */
export function recordRequests(app: FastifyInstance, logBook: LogBook): void {
  app.addHook("onSend", async (request, reply) => record(logBook, request, reply));
}

async function record(logBook: LogBook, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { failedLogin, caller } = request;
  const id = request.routeOptions.config.operationId;
  const subject = subjectOf(request);
  const audited = auditedRequest(request, reply);
  if (failedLogin) {
    await logBook.write("audit", subject, (at) => loginEntry(at, audited, failedLogin.scheme, failedLogin.name));
  }
  if (!caller || id === undefined) return;
  const refused = reply.statusCode === 401 || reply.statusCode === 403;
  if (request.method === "GET" && operations[id].format !== "gzip" && !refused) return;
  const actor = { id: caller.principalId, name: caller.name };
  await logBook.write("audit", subject, (at) => operationEntry(at, audited, id, actor, subject));
  const change = definitionChanges[id];
  const { processor } = subject;
  if (change === undefined || processor === undefined || reply.statusCode >= 400) return;
  await logBook.write("operational", subject, (at) => operationalLine(at, "info", processor, change));
}

function auditedRequest(request: FastifyRequest, reply: FastifyReply): AuditedRequest {
  return {
    method: request.method,
    path: request.originalUrl.split("?", 1)[0]!,
    address: request.ip,
    userAgent: request.headers["user-agent"],
    status: reply.statusCode,
    code: reply.getHeader("X-Error-Code") as string | undefined,
  };
}

const createdWorkspace = /\/streams\/([^/]+)$/;
const createdProcessor = /\/processor\/([^/]+)$/;

/** What the request is about, by its path; what was only just created, by the path of its answer. */
function subjectOf({ params, made, routeOptions }: FastifyRequest): Subject {
  const id = routeOptions.config.operationId;
  if (id === undefined) return {};
  const given = (params ?? {}) as Record<string, string | undefined>;
  const response = operations[id].response;
  const created = (pattern: RegExp) => {
    const [, name] = pattern.exec(made ?? "") ?? [];
    return name === undefined ? undefined : decodeURIComponent(name);
  };
  return {
    projectId: bounded(given["groupId"]),
    workspace: bounded(given["tenantName"]) ?? (response === "StreamsTenant" ? created(createdWorkspace) : undefined),
    processor: bounded(given["processorName"]) ?? (response === "StreamsProcessor" ? created(createdProcessor) : undefined),
  };
}

/** Names that nothing can have are not kept: they come from anyone. */
function bounded(name: string | undefined): string | undefined {
  return name !== undefined && name.length <= 64 ? name : undefined;
}
