import { afterAll, beforeAll, expect, test } from "vitest";
import { createServiceAccount } from "../../auth/credentials.ts";
import type { Grant } from "../../auth/repository.ts";
import { insertOrganization, insertProject } from "../projects/repository.ts";
import { schemaProblems } from "../testing/answers.ts";
import { type Got, Harness } from "../testing/harness.ts";

// admin-api.md 8.3, 8.4

const V2023_01 = "application/vnd.atlas.2023-01-01+json";
const base = "/api/atlas/v2";
let api: Harness;
let other: { id: string; organizationId: string };
beforeAll(async () => {
  api = await Harness.open();
  other = await insertProject(api.store.db, await insertOrganization(api.store.db, "Other"), "other");
});
afterAll(() => api.close());

const outcome = ({ status, json }: Got) => [status, json.errorCode, ...(json.parameters ?? [])];
const get = (path: string, authorization?: string) =>
  api.ask("GET", path, { headers: { accept: V2023_01, ...(authorization && { authorization }) } });

async function login(grants: Grant[]): Promise<string> {
  return `Bearer ${await api.tokenOf(await createServiceAccount(api.store.db, "a", grants))}`;
}

test("one project", async () => {
  const { json, headers } = await get(`${base}/groups/${api.project}`);
  expect(headers["content-type"]).toBe("application/vnd.atlas.2023-01-01+json;charset=utf-8");
  expect(json).toEqual({
    clusterCount: 0,
    created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    id: api.project,
    links: [{ href: `https://millrace.example:8443${base}/groups/${api.project}`, rel: "self" }],
    name: "Project 0",
    orgId: expect.stringMatching(/^[0-9a-f]{24}$/),
  });
  expect(outcome(await get(`${base}/groups/${other.id}`))).toEqual([401, "USER_CANNOT_ACCESS_GROUP", other.id]);
  expect((await get(`${base}/groups/none`)).json.errorCode).toBe("INVALID_GROUP_ID");
});

test("a caller sees its projects and organisations only, in pages", async () => {
  const list = async (what: string, authorization?: string) => {
    const { json } = await get(`${base}/${what}?itemsPerPage=10&pageNum=1`, authorization);
    return [json.totalCount, json.results.map(({ id }: { id: string }) => id)];
  };
  expect(await list("groups")).toEqual([1, [api.project]]);
  const organization = await login([{ scope: "organization", id: other.organizationId, role: "ORG_READ_ONLY" }]);
  expect(await list("groups", organization)).toEqual([1, [other.id]]);
  expect(await list("orgs", organization)).toEqual([1, [other.organizationId]]);
  const both = await login([
    { scope: "project", id: api.project, role: "GROUP_READ_ONLY" },
    { scope: "project", id: other.id, role: "GROUP_OWNER" },
  ]);
  expect(await list("groups", both)).toEqual([2, [api.project, other.id]]);
  expect((await list("orgs", both))[0]).toBe(2);
  expect(await list("groups", await login([]))).toEqual([0, []]);

  const second = await get(`${base}/groups?itemsPerPage=1&pageNum=2&includeCount=false`, both);
  expect(second.json.results[0].id).toBe(other.id);
  expect(second.json.totalCount).toBeUndefined();
  expect(second.json.links).toEqual([
    { href: `https://millrace.example:8443${base}/groups?pageNum=2&itemsPerPage=1`, rel: "self" },
    { href: `https://millrace.example:8443${base}/groups?pageNum=1&itemsPerPage=1`, rel: "previous" },
  ]);
  const organizations = (await get(`${base}/orgs`, organization)).json.results;
  expect(organizations).toEqual([{ id: other.organizationId, isDeleted: false, name: "Other" }]);
});

test("system status: without a key pair for service accounts, with it and its roles for HTTP Digest", async () => {
  const { links, ...status } = (await get(base)).json;
  expect(status).toEqual({
    apiKey: null,
    appName: "MongoDB Atlas",
    build: expect.stringMatching(/^\d+\.\d+\.\d+/),
    throttling: false,
  });
  expect(links[0].href).toBe(`https://millrace.example:8443${base}`);
  const { presentStatus } = await import("./status.ts");
  const shown = presentStatus({ principalId: api.project, name: "abcdefgh" }, [
    { scope: "project", id: api.project, role: "GROUP_OWNER" },
  ]);
  expect(shown.apiKey?.roles).toEqual([{ groupId: api.project, roleName: "GROUP_OWNER" }]);
  expect(schemaProblems("SystemStatus", shown)).toEqual([]);
});

test("they need credentials and a version, and are only read", async () => {
  for (const path of [base, `${base}/groups`, `${base}/orgs`]) {
    expect((await api.ask("GET", path, { headers: { authorization: null } })).status).toBe(401);
    expect(outcome(await api.ask("GET", path, { headers: { accept: "*/*" } }))).toEqual([406, "INVALID_VERSION_DATE"]);
    const refused = await api.ask("POST", path);
    expect([refused.status, refused.headers["allow"]]).toEqual([405, "GET"]);
  }
  expect((await get(`${base}/groups?itemsPerPage=501`)).json.errorCode).toBe("INVALID_QUERY_PARAMETER");
});

test("the caller's address", async () => {
  const answer = await api.ask("GET", "/api/private/ipinfo", { headers: { authorization: null, accept: null } });
  expect([answer.status, answer.text]).toEqual([200, '{"currentIpv4Address":"127.0.0.1"}']);
});

test("telemetry is taken and thrown away; up to 64 KB; with credentials on the one path, without on the other", async () => {
  const known = "/api/private/v1.0/telemetry/events";
  const unknown = "/api/private/unauth/telemetry/events";
  const events = JSON.stringify([{ event: "x".repeat(17_000) }]);
  const post = (path: string, raw: string, headers: Record<string, string | null> = {}) =>
    api.ask("POST", path, { raw, headers });
  for (const path of [known, unknown]) {
    const answer = await post(path, events, { accept: null });
    expect([answer.status, answer.text]).toEqual([200, "{}"]);
    expect((await post(path, "x".repeat(64 * 1024))).status).toBe(200);
    expect((await post(path, "x".repeat(64 * 1024 + 1))).status).toBe(413);
  }
  expect((await post(known, events, { authorization: null })).status).toBe(401);
  expect((await post(unknown, events, { authorization: null, "content-type": "text/plain" })).status).toBe(200);
});
