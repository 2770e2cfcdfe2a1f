import { DefinitionSyntaxError, type DefNode, parseDefinition } from "@millrace/mql";
import type { FastifyRequest } from "fastify";
import { mayDo, rolesIn } from "../auth/access.ts";
import { type AuthenticationDeps, authenticate, type Caller, Unauthenticated } from "../auth/authenticate.ts";
import type { FailurePacing } from "../auth/failure-pacing.ts";
import { listGrants } from "../auth/repository.ts";
import type { Database } from "../store/schema.ts";
import type { Wishes } from "./answer.ts";
import { ApiError } from "./errors.ts";
import type { operations } from "./generated/operations.ts";
import { isReadable, negotiate } from "./negotiation.ts";
import { findProject, type StoredProject } from "./projects/repository.ts";
import { flag, type Query } from "./query.ts";
import type { RateLimit } from "./rate-limit.ts";

/** A line of the route table. */
export type Route = (typeof operations)[keyof typeof operations];

/** What is settled about a request before its body is read. */
export interface Admission {
  version: string;
  project: StoredProject;
  wishes: Wishes;
}

export interface AdmissionDeps extends AuthenticationDeps {
  db: Database;
  rateLimit: RateLimit;
  pacing: FailurePacing;
}

/**
 * The checks of a request in the order of admin-api.md 3.6, up to its query parameters.
 * `header` gets headers for the answer, also of a later error.
 */
export async function admit(
  deps: AdmissionDeps,
  route: Route,
  request: FastifyRequest,
  header: (name: string, value: string) => void,
): Promise<Admission> {
  const caller = await identify(deps, request);
  const groupId = (request.params as Record<string, string>)["groupId"] ?? "";
  for (const [name, value] of Object.entries(deps.rateLimit.take(groupId))) header(name, value);
  const version = negotiate(request.headers.accept, route);
  const project = await visibleProject(deps.db, groupId, caller.principalId, route.roles);
  return { version, project, wishes: wishesOf(request.query as Query) };
}

/** Finds out who is calling, and remembers it for the audit log. Answers to repeated failures are held back. */
export async function identify(deps: AuthenticationDeps & { pacing: FailurePacing }, request: FastifyRequest): Promise<Caller> {
  try {
    request.caller = await authenticate(deps, {
      authorization: request.headers.authorization,
      method: request.method,
      target: request.originalUrl,
    });
  } catch (error) {
    if (error instanceof Unauthenticated && error.login) {
      const { credential, wasGood } = error.login;
      const remarkable = await deps.pacing.failed({ address: request.ip, credential, wasGood });
      if (remarkable) request.failedLogin = error.login;
    }
    throw error;
  }
  deps.pacing.succeeded(request.caller.name);
  return request.caller;
}

async function visibleProject(
  db: Database,
  groupId: string,
  principalId: string,
  needed: readonly string[],
): Promise<StoredProject> {
  if (!/^[a-f0-9]{24}$/.test(groupId)) throw new ApiError("INVALID_GROUP_ID", [groupId]);
  const project = await findProject(db, groupId);
  if (!project) throw new ApiError("GROUP_NOT_FOUND", [groupId]);
  const roles = rolesIn(await listGrants(db, principalId), project);
  if (roles.length === 0) throw new ApiError("USER_CANNOT_ACCESS_GROUP", [groupId]);
  if (!mayDo(roles, needed)) throw new ApiError("USER_UNAUTHORIZED");
  return project;
}

export function wishesOf(query: Query): Wishes {
  return { envelope: flag(query, "envelope", false), pretty: flag(query, "pretty", false) };
}

/** What can be said about the caller's wishes when something is wrong, perhaps with these very parameters. */
export function likelyWishes(query: unknown): Wishes {
  const { envelope, pretty } = (query ?? {}) as Query;
  return { envelope: envelope === "true", pretty: pretty === "true" };
}

/** Reads a body. Undefined for an empty one, whatever its type: clients send empty chunked bodies (admin-api.md 4.3). */
export function parseBody(bytes: Buffer, contentType: string | undefined): DefNode | undefined {
  if (bytes.length === 0) return undefined;
  if (!isReadable(contentType)) throw new ApiError("UNSUPPORTED_MEDIA_TYPE", [contentType ?? ""]);
  try {
    return parseDefinition(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof DefinitionSyntaxError || error instanceof TypeError) throw new ApiError("MALFORMED_JSON");
    throw error;
  }
}
