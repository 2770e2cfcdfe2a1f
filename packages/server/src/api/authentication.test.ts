import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiKey, createServiceAccount } from "../auth/credentials.ts";
import type { Grant } from "../auth/repository.ts";
import { insertOrganization, insertProject } from "./projects/repository.ts";
import { type Got, Harness, V2023, workspace } from "./testing/harness.ts";

// admin-api.md 7.2, 6.3, 13.16, 13.27

let now = Date.now();
let api: Harness;
let url: string;
beforeAll(async () => {
  api = await Harness.open({ now: () => now });
  url = `/api/atlas/v2/groups/${api.project}/streams`;
  await api.ask("POST", "", { body: workspace("w") });
});
afterAll(() => api.close());

const hash = (algorithm: string, ...parts: string[]) => createHash(algorithm).update(parts.join(":")).digest("hex");

interface Login {
  publicKey: string;
  privateKey: string;
}

/** What a digest client sends after a challenge. */
function credentials(
  login: Login,
  nonce: string,
  method: string,
  target: string,
  more: { nc?: number; algorithm?: string; uri?: string } = {},
): string {
  const { nc = 1, algorithm = "MD5", uri = target } = more;
  const name = algorithm === "MD5" ? "md5" : "sha256";
  const count = nc.toString(16).padStart(8, "0");
  const ha1 = hash(name, login.publicKey, "MMS Public API", login.privateKey);
  const response = hash(name, ha1, nonce, count, "0123456789abcdef", "auth", hash(name, method, uri));
  return `Digest username="${login.publicKey}", realm="MMS Public API", nonce="${nonce}", uri="${uri}", response="${response}", algorithm="${algorithm}", qop=auth, nc=${count}, cnonce="0123456789abcdef"`;
}

const nonceOf = (answer: Got) => /nonce="([^"]+)"/.exec(answer.headers["www-authenticate"] ?? "")![1]!;
const ask = (authorization: string | null, path = "", more: Record<string, string | null> = {}) =>
  api.ask("GET", path, { headers: { authorization, ...more } });
const freshNonce = async () => nonceOf(await ask(null));

test("without credentials: the recorded challenge and its pretty body, whatever the body is", async () => {
  const answer = await api.ask("POST", "", {
    raw: "{ no json",
    headers: { authorization: null, accept: null, "content-type": "text/plain" },
  });
  expect(answer.status).toBe(401);
  expect(answer.headers["content-type"]).toBe("application/json");
  expect(answer.text).toBe(
    '{\n  "error" : 401,\n  "reason" : "Unauthorized",\n  "detail" : "You are not authorized for this resource.",\n  "errorCode" : "UNEXPECTED_ERROR"\n}',
  );
  expect(answer.headers["www-authenticate"]).toMatch(
    /^Digest realm="MMS Public API", domain="", nonce="[^"]{32}", algorithm=MD5, qop="auth", stale=false$/,
  );
});

test("two steps let the key's owner in, by MD5 and by SHA-256", async () => {
  for (const algorithm of ["MD5", "SHA-256"]) {
    const answer = await ask(
      credentials(api.owner, await freshNonce(), "GET", `${url}/w?pretty=true`, { algorithm }),
      "/w?pretty=true",
    );
    expect(answer.json.name).toBe("w");
  }
});

test("a wrong secret, an unknown key and another method are refused alike", async () => {
  const refusals = await Promise.all(
    [
      credentials({ ...api.owner, privateKey: "wrong" }, await freshNonce(), "GET", url),
      credentials({ ...api.owner, publicKey: "nobodyzz" }, await freshNonce(), "GET", url),
      credentials(api.owner, await freshNonce(), "POST", url),
      `Digest ${"x".repeat(100)}`,
      "Basic dTpw",
    ].map((header) => ask(header)),
  );
  const masked = refusals.map(({ status, text, headers }) => [
    status,
    text,
    headers["www-authenticate"]!.replace(/nonce="[^"]+"/, ""),
  ]);
  expect(new Set(masked.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(masked[0]![2]).toContain("stale=false");
});

test("the uri is compared as it was sent, before any normalisation", async () => {
  const login = async (target: string, uri: string) =>
    (await ask(credentials(api.owner, await freshNonce(), "GET", target, { uri }), target)).status;
  expect(await login(`${url}/w`, `${url}/other`)).toBe(401);
  expect(await login(`${url}/%77`, `${url}/%77`)).toBe(200);
  expect(await login(`${url}/%77`, `${url}/w`)).toBe(401);
  expect(await login(`${url}?pageNum=1`, url)).toBe(401);
  const started = `${url}/w/processor/p%3Astart`;
  const answer = await api.ask("POST", started, {
    headers: { authorization: credentials(api.owner, await freshNonce(), "POST", started) },
  });
  expect(answer.json.errorCode).toBe("STREAM_PROCESSOR_NOT_FOUND_FOR_NAME");
});

test("a nonce may be used again while nc rises; a repeated or expired one is stale", async () => {
  const nonce = await freshNonce();
  const use = (nc: number) => ask(credentials(api.owner, nonce, "GET", url, { nc }));
  expect([(await use(1)).status, (await use(2)).status, (await use(9)).status]).toEqual([200, 200, 200]);
  const replayed = await use(9);
  expect([replayed.status, replayed.headers["www-authenticate"]]).toEqual([401, expect.stringContaining("stale=true")]);
  now += 6 * 60_000;
  const expired = await use(10);
  expect([expired.status, expired.headers["www-authenticate"]]).toEqual([401, expect.stringContaining("stale=true")]);
  expect((await ask(credentials(api.owner, nonceOf(expired), "GET", url))).status).toBe(200);
});

test("a bad, foreign or empty bearer token: 401 with a Bearer challenge", async () => {
  for (const token of ["", "abc", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", `${await api.tokenOf(api.owner)}x`]) {
    const { status, json, headers } = await ask(`Bearer ${token}`);
    expect([status, json.errorCode, json.reason, headers["www-authenticate"]]).toEqual([
      401,
      "UNEXPECTED_ERROR",
      "Unauthorized",
      'Bearer error="invalid_token"',
    ]);
  }
});

test("a token is good for an hour", async () => {
  const authorization = `bearer ${await api.tokenOf(api.owner)}`;
  expect((await ask(authorization)).status).toBe(200);
  now += 3599_000;
  expect((await ask(authorization)).status).toBe(200);
  now += 1_000;
  expect((await ask(authorization)).status).toBe(401);
});

test("private keys are not in the store, nor anything that can be sent in their place", async () => {
  const rows = JSON.stringify([
    await api.store.db.selectFrom("api_keys").selectAll().execute(),
    await api.store.db.selectFrom("service_account_secrets").selectAll().execute(),
  ]);
  const { publicKey, privateKey, clientSecret } = api.owner;
  for (const secret of [privateKey, clientSecret, hash("md5", publicKey, "MMS Public API", privateKey)])
    expect(rows).not.toContain(secret);
  expect(publicKey).toMatch(/^[a-z]{8}$/);
  expect(privateKey).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(api.owner.clientId).toMatch(/^mdb_sa_id_[0-9a-f]{24}$/);
  expect(clientSecret).toMatch(/^mdb_sa_sk_[A-Za-z0-9_-]{40}$/);
});

/** A caller with these roles, by digest. */
async function as(
  ...grants: Grant[]
): Promise<(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown) => Promise<Got>> {
  const login = await createApiKey(api.store.db, api.secrets, "test", grants);
  return async (method, path, body) => {
    const target = path.startsWith("/api") ? path : url + path;
    const headers = { authorization: credentials(login, await freshNonce(), method, target) };
    return api.ask(method, target, { headers, ...(body !== undefined && { body }) });
  };
}

test("a project that is not there, an id that is none, a project of others", async () => {
  const of = async (id: string) => api.ask("GET", `/api/atlas/v2/groups/${id}/streams`, {});
  // The harness's token has expired by the clock of this file.
  const authorization = `Bearer ${await api.tokenOf(api.owner)}`;
  const get = async (id: string) =>
    (await api.ask("GET", `/api/atlas/v2/groups/${id}/streams`, { headers: { authorization } })).json;
  expect((await of(api.project)).status).toBe(401);
  expect(await get("6a7941c22c88faeba59c5854")).toMatchObject({
    error: 404,
    errorCode: "GROUP_NOT_FOUND",
    parameters: ["6a7941c22c88faeba59c5854"],
  });
  expect(await get("nope")).toMatchObject({
    error: 404,
    errorCode: "INVALID_GROUP_ID",
    detail: "An invalid group ID nope was specified.",
  });
  const other = await insertProject(api.store.db, await insertOrganization(api.store.db, "other"), "other");
  const refused = await api.ask("GET", `/api/atlas/v2/groups/${other.id}/streams`, { headers: { authorization } });
  expect([refused.status, refused.json.errorCode, refused.headers["www-authenticate"]]).toEqual([
    401,
    "USER_CANNOT_ACCESS_GROUP",
    undefined,
  ]);
});

const inProject = (role: Extract<Grant, { scope: "project" }>["role"]): Grant => ({ scope: "project", id: api.project, role });

const doings = {
  list: (call: Awaited<ReturnType<typeof as>>) => call("GET", ""),
  read: (call: Awaited<ReturnType<typeof as>>) => call("GET", "/w"),
  connections: (call: Awaited<ReturnType<typeof as>>) => call("GET", "/w/connections"),
  connection: (call: Awaited<ReturnType<typeof as>>) => call("GET", "/w/connections/none"),
  processors: (call: Awaited<ReturnType<typeof as>>) => call("GET", "/w/processors"),
  change: (call: Awaited<ReturnType<typeof as>>) => call("PATCH", "/w", {}),
  connect: (call: Awaited<ReturnType<typeof as>>) => call("POST", "/w/connections", {}),
  start: (call: Awaited<ReturnType<typeof as>>) => call("POST", "/w/processor/none:start"),
};

test.each([
  ["GROUP_OWNER", Object.keys(doings)],
  ["GROUP_STREAM_PROCESSING_OWNER", Object.keys(doings)],
  ["GROUP_STREAM_PROCESSING_MANAGER", Object.keys(doings)],
  ["GROUP_DATA_ACCESS_ADMIN", ["list", "read", "connections", "connection", "change"]],
  ["GROUP_DATA_ACCESS_READ_WRITE", ["list", "read", "connections", "connection"]],
  ["GROUP_DATA_ACCESS_READ_ONLY", ["list", "read", "connections", "connection"]],
  ["GROUP_READ_ONLY", ["list", "connection"]],
] as const)("%s may: %s", async (role, allowed) => {
  const call = await as(inProject(role));
  for (const [name, act] of Object.entries(doings)) {
    const { status, json, headers } = await act(call);
    if ((allowed as readonly string[]).includes(name)) expect([name, status]).not.toEqual([name, 403]);
    else expect([name, status, json.errorCode, headers["www-authenticate"]]).toEqual([name, 403, "USER_UNAUTHORIZED", undefined]);
  }
});

test("roles in the organisation reach its projects", async () => {
  const { organization_id } = await api.store.db
    .selectFrom("projects")
    .selectAll()
    .where("id", "=", api.project)
    .executeTakeFirstOrThrow();
  for (const role of ["ORG_OWNER", "ORG_STREAM_PROCESSING_ADMIN"] as const) {
    const call = await as({ scope: "organization", id: organization_id, role });
    for (const act of Object.values(doings)) expect((await act(call)).status).not.toBe(403);
  }
  const reader = await as({ scope: "organization", id: organization_id, role: "ORG_READ_ONLY" });
  expect([(await doings.list(reader)).status, (await doings.change(reader)).status]).toEqual([200, 403]);
});

test("order of checks: version before project, role before parameters, parameters before body", async () => {
  const reader = await as(inProject("GROUP_READ_ONLY"));
  expect((await reader("PATCH", "/w?envelope=x")).json.errorCode).toBe("USER_UNAUTHORIZED");
  const authorization = `Bearer ${await api.tokenOf(api.owner)}`;
  const broken = { raw: "{", headers: { authorization } };
  expect((await api.ask("POST", "?pretty=x", broken)).json.errorCode).toBe("INVALID_QUERY_PARAMETER");
  expect((await api.ask("POST", "/none/connections", broken)).json.errorCode).toBe("MALFORMED_JSON");
  const nowhere = "/api/atlas/v2/groups/nope/streams";
  expect((await api.ask("GET", nowhere, { headers: { authorization, accept: "*/*" } })).json.errorCode).toBe(
    "INVALID_VERSION_DATE",
  );
});

test("a service account of another project does not get in", async () => {
  const account = await createServiceAccount(api.store.db, "other", []);
  const { status, json } = await ask(`Bearer ${await api.tokenOf(account)}`, "", { accept: V2023 });
  expect([status, json.errorCode]).toEqual([401, "USER_CANNOT_ACCESS_GROUP"]);
});

test("repeated failures are held back, on every way in; the right secret never is", async () => {
  const slept: number[] = [];
  const paced = await Harness.open({ sleep: async (ms) => void slept.push(ms) });
  const bad = () => paced.ask("GET", "", { headers: { authorization: "Bearer bad" } });
  for (let i = 0; i < 7; i++) expect((await bad()).status).toBe(401);
  expect(slept).toEqual([100, 200]);
  const { clientId } = paced.owner;
  for (let i = 0; i < 6; i++) await paced.tokenOf({ clientId, clientSecret: "wrong" });
  expect(slept).toEqual([100, 200, 100]);
  expect(await paced.tokenOf(paced.owner)).toMatch(/^eyJ/);
  expect((await paced.ask("GET", "")).status).toBe(200);
  expect(slept).toHaveLength(3);
  await paced.close();
});

test("tokens that were good once are refused at once, however many: clients report at exit, after they revoked theirs", async () => {
  const slept: number[] = [];
  let time = Date.now();
  const paced = await Harness.open({ now: () => time, sleep: async (ms) => void slept.push(ms) });
  const tokens = [];
  for (let i = 0; i < 25; i++) tokens.push(await paced.tokenOf(paced.owner));
  time += 3_601_000;
  for (const token of tokens) {
    const { status, headers } = await paced.ask("GET", "", { headers: { authorization: `Bearer ${token}` } });
    expect([status, headers["www-authenticate"]]).toEqual([401, 'Bearer error="invalid_token"']);
  }
  expect(slept).toEqual([]);
  await paced.close();
});
