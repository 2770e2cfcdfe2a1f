import formbody from "@fastify/formbody";
import fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { type Caller, type FailedLogin, Unauthenticated } from "../auth/authenticate.ts";
import { FailurePacing } from "../auth/failure-pacing.ts";
import { Nonces } from "../auth/nonces.ts";
import { Tokens } from "../auth/tokens.ts";
import type { Secrets } from "../secrets/secrets.ts";
import type { Store } from "../store/store.ts";
import type { ProcessorRuntime } from "../supervisor/runtime.ts";
import { accountDetailsOperations } from "./account-details/routes.ts";
import { connectionOperations } from "./connections/routes.ts";
import { ApiError } from "./errors.ts";
import { failoverConnectionOperations } from "./failover-connections/routes.ts";
import { operations } from "./generated/operations.ts";
import { LogBook, type Retention } from "./logs/log-book.ts";
import { recordRequests } from "./logs/record.ts";
import { logOperations } from "./logs/routes.ts";
import { oauthRoutes } from "./oauth/routes.ts";
import type { Operation, Operations } from "./operation.ts";
import { privateLinkOperations } from "./private-links/routes.ts";
import { finishRemovals } from "./processors/recovery.ts";
import { processorOperations } from "./processors/routes.ts";
import { projectOperations } from "./projects/routes.ts";
import { RateLimit } from "./rate-limit.ts";
import { sendAnswer, sendChallenge, sendError } from "./reply.ts";
import { type Admission, type AdmissionDeps, admit, likelyWishes, parseBody, type Route } from "./request.ts";
import { customMethodRewriter, type OperationId, routerPath } from "./routing.ts";
import { supportRoutes } from "./support/routes.ts";
import { vpcPeeringOperations } from "./vpc-peerings/routes.ts";
import { workspaceOperations } from "./workspaces/routes.ts";

/** What the Admin API needs. */
export interface ApiDeps {
  store: Store;
  secrets: Secrets;
  runtime: ProcessorRuntime;
  /** Base URL for links, as callers see the server; asked for at each answer, since a free port is known late. */
  publicUrl(): string;
  log?: FastifyBaseLogger;
  /** Whether an empty bucket of a project refuses requests. */
  enforceRateLimit?: boolean;
  now?(): number;
  /** How long a start or stop of a processor may take before 504; milliseconds. */
  patience?: number;
  /** Takes audit and operational lines; default: one of its own. */
  logBook?: LogBook;
  logRetention?: Retention;
  /** How answers to repeated failures of authentication are held back. */
  sleep?(ms: number): Promise<unknown>;
}

/** A pipeline may have 16 MB of BSON (engine.md 1.9); its JSON is somewhat longer. */
const BODY_LIMIT = 32 * 1024 * 1024;
/** Forms are read before their sender is known. */
const FORM_LIMIT = 64 * 1024;
/** Names have at most 64 characters, each perhaps percent-encoded; longer ones are simply not found. */
const PARAMETER_LIMIT = 4096;
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

declare module "fastify" {
  interface FastifyRequest {
    admission: Admission | null;
    caller: Caller | null;
    failedLogin: FailedLogin | null;
    /** Path of the entity that the answer shows. */
    made: string | null;
  }
  interface FastifyContextConfig {
    operationId?: OperationId;
  }
}

/** The HTTP server with Admin API and OAuth, not yet listening. Closing it leaves store and runtime open. */
export async function buildApi(deps: ApiDeps): Promise<FastifyInstance> {
  const rewrite = customMethodRewriter(Object.values(operations).map((route) => route.path));
  const app = fastify({
    ...(deps.log ? { loggerInstance: deps.log } : { logger: false }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: PARAMETER_LIMIT },
    rewriteUrl: (request) => rewrite(request.url ?? "/"),
    frameworkErrors: (error, request, reply) => sendError(reply, frameworkError(error, request), likelyWishes(undefined)),
  });
  const { db } = deps.store;
  const tokens = new Tokens(db, deps.secrets, deps.now);
  const pacing = new FailurePacing(deps.now, deps.sleep);
  const logBook =
    deps.logBook ??
    new LogBook({ db, retention: deps.logRetention, now: deps.now, failed: (err) => app.log.error({ err }, "Log line lost") });
  const admission: AdmissionDeps = {
    pacing,
    db,
    secrets: deps.secrets,
    tokens,
    nonces: new Nonces(deps.now),
    rateLimit: new RateLimit(deps.enforceRateLimit ?? false, deps.now),
  };
  for (const name of ["admission", "caller", "failedLogin", "made"]) app.decorateRequest(name, null);
  recordRequests(app, logBook);
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler((request, reply) => sendError(reply, notFound(request), likelyWishes(request.query)));
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    await scope.register(formbody, { bodyLimit: FORM_LIMIT });
    oauthRoutes(scope, { db, tokens, pacing });
  });
  await app.register(async (scope) => adminRoutes(scope, deps, admission));
  app.addHook("onReady", () => finishRemovals(deps, app.log));
  return app;
}

/** Registers the route table: what a resource implements, 404 for what none does, 405 for other methods. */
function adminRoutes(scope: FastifyInstance, deps: ApiDeps, admission: AdmissionDeps): void {
  const implemented: Operations = {
    ...workspaceOperations(deps),
    ...connectionOperations(deps),
    ...failoverConnectionOperations(deps),
    ...processorOperations(deps),
    ...privateLinkOperations(deps),
    ...vpcPeeringOperations(),
    ...accountDetailsOperations(),
    ...logOperations(deps),
    ...projectOperations(),
  };
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  const methodsOf = new Map<string, Set<string>>();
  for (const id of Object.keys(operations) as OperationId[]) {
    const route = operations[id];
    if (!route.path.startsWith("/api/atlas/v2/groups/{groupId}")) continue;
    const methods = methodsOf.get(route.path) ?? new Set();
    methodsOf.set(route.path, methods.add(route.method));
    const operation = implemented[id];
    if (operation) serve(scope, deps, admission, id, operation);
    else refuse(scope, [route.method], route.path, notFound);
  }
  for (const path of supportRoutes(scope, deps, admission)) methodsOf.set(path, new Set(["GET"]));
  for (const [path, methods] of methodsOf) {
    const others = METHODS.filter((method) => !methods.has(method));
    const allow = { Allow: [...methods].sort().join(", ") };
    refuse(scope, others, path, (request) => new ApiError("METHOD_NOT_ALLOWED", [request.method], allow));
  }
}

function serve(scope: FastifyInstance, deps: ApiDeps, admission: AdmissionDeps, id: OperationId, operation: Operation): void {
  const route: Route = operations[id];
  scope.route({
    method: route.method,
    url: routerPath(route.path),
    config: { operationId: id },
    onRequest: async (request, reply) => {
      request.admission = await admit(admission, route, request, (name, value) => reply.header(name, value));
    },
    handler: async (request, reply) => {
      const { version, project, wishes } = request.admission!;
      const answer = await operation({
        project,
        parameters: request.params as Record<string, string>,
        query: request.query as Record<string, string>,
        body:
          route.request === null
            ? undefined
            : parseBody((request.body as Buffer | undefined) ?? Buffer.alloc(0), request.headers["content-type"]),
      });
      if (answer.kind === "entity") request.made = answer.path;
      const listPath = request.originalUrl.split("?", 1)[0]!;
      return sendAnswer(reply, answer, { status: route.status, version, wishes, base: deps.publicUrl(), listPath });
    },
  });
}

/** Answers without looking at the caller: what does not exist needs no credentials to be missing. */
function refuse(scope: FastifyInstance, methods: string[], path: string, why: (request: FastifyRequest) => ApiError): void {
  if (methods.length === 0) return;
  const onRequest = async (request: FastifyRequest) => {
    throw why(request);
  };
  scope.route({ method: methods, url: routerPath(path), onRequest, handler: async () => undefined });
}

function notFound(request: FastifyRequest): ApiError {
  return new ApiError("RESOURCE_NOT_FOUND", [request.originalUrl.split("?", 1)[0]!]);
}

function frameworkError(error: FastifyError, request: FastifyRequest): ApiError {
  switch (error.code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new ApiError("REQUEST_TOO_LARGE", [String(BODY_LIMIT)]);
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new ApiError("UNSUPPORTED_MEDIA_TYPE", [request.headers["content-type"] ?? ""]);
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return new ApiError("MALFORMED_JSON");
    case "FST_ERR_BAD_URL":
      return new ApiError("INVALID_PATH_PARAMETER", [(request.raw.url ?? "").split("?", 1)[0]!]);
    case "FST_ERR_MAX_PARAM_LENGTH":
      return new ApiError("RESOURCE_NOT_FOUND", [(request.raw.url ?? "").split("?", 1)[0]!.slice(0, 200)]);
    default:
      return new ApiError("UNEXPECTED_ERROR");
  }
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Unauthenticated) return sendChallenge(reply, error);
  const shown = error instanceof ApiError ? error : frameworkError(error as FastifyError, request);
  if (shown.status >= 500) request.log.error({ err: error }, "request failed");
  return sendError(reply, shown, likelyWishes(request.query));
}
