import type { FastifyInstance } from "fastify";
import type { Caller } from "../../auth/authenticate.ts";
import { listGrants } from "../../auth/repository.ts";
import { type Answer, entity, list } from "../answer.ts";
import type { ApiDeps } from "../build.ts";
import { negotiate } from "../negotiation.ts";
import { presentProject } from "../projects/present.ts";
import { visibleOrganizations, visibleProjects } from "../projects/visible.ts";
import { flag, type Page, page, type Query } from "../query.ts";
import { bytes, sendAnswer } from "../reply.ts";
import { type AdmissionDeps, identify, wishesOf } from "../request.ts";
import { presentStatus } from "./status.ts";

const STATUS_PATH = "/api/atlas/v2";
/** The version in which these resources exist. */
const offer = { versions: ["2023-01-01"], format: "json" } as const;
/** Events are read and thrown away; 17 KB have been seen (admin-api.md 8.3). */
const TELEMETRY_LIMIT = 64 * 1024;

/**
 * Resources beside streams that clients read on their way (admin-api.md 8.3): system status, projects, organisations; and the private
 * endpoints that they call without being asked. Returns the paths of the former; all of them are read with GET.
 */
export function supportRoutes(scope: FastifyInstance, deps: ApiDeps, admission: AdmissionDeps): string[] {
  const { db } = deps.store;

  const reads: Record<string, (caller: Caller, query: Query) => Promise<Answer>> = {
    async [STATUS_PATH](caller) {
      return entity(STATUS_PATH, presentStatus(caller, await listGrants(db, caller.principalId)));
    },
    async "/api/atlas/v2/groups"(caller, query) {
      const projects = await visibleProjects(db, await listGrants(db, caller.principalId));
      return pageOf(projects.map(presentProject), query);
    },
    async "/api/atlas/v2/orgs"(caller, query) {
      const organizations = await visibleOrganizations(db, await listGrants(db, caller.principalId));
      return pageOf(
        organizations.map((organization) => ({ ...organization, isDeleted: false })),
        query,
      );
    },
  };
  for (const [url, read] of Object.entries(reads)) {
    scope.get(url, async (request, reply) => {
      const caller = await identify(admission, request);
      const version = negotiate(request.headers.accept, offer);
      const wishes = wishesOf(request.query as Query);
      const answer = await read(caller, request.query as Query);
      return sendAnswer(reply, answer, { status: 200, version, wishes, base: deps.publicUrl(), listPath: url });
    });
  }
  privateRoutes(scope, admission);
  return Object.keys(reads);
}

function pageOf(all: readonly object[], query: Query): Answer {
  const wanted: Page = page(query);
  const withCount = flag(query, "includeCount", true);
  return list(all.slice(wanted.offset, wanted.offset + wanted.limit), wanted, all.length, withCount);
}

function privateRoutes(scope: FastifyInstance, admission: AdmissionDeps): void {
  const json = (value: object) => bytes(JSON.stringify(value));

  /** Tells nobody anything that they do not know, so it needs no credentials. */
  scope.get("/api/private/ipinfo", async (request, reply) =>
    reply.header("content-type", "application/json").send(json({ currentIpv4Address: request.ip.replace(/^::ffff:/, "") })),
  );

  scope.route({
    method: "POST",
    url: "/api/private/v1.0/telemetry/events",
    bodyLimit: TELEMETRY_LIMIT,
    onRequest: async (request) => {
      await identify(admission, request);
    },
    handler: async (_request, reply) => reply.header("content-type", "application/json").send(json({})),
  });
  scope.route({
    method: "POST",
    url: "/api/private/unauth/telemetry/events",
    bodyLimit: TELEMETRY_LIMIT,
    handler: async (_request, reply) => reply.header("content-type", "application/json").send(json({})),
  });
}
