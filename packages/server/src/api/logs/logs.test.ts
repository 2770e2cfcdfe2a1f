import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createApiKey } from "../../auth/credentials.ts";
import { type Got, Harness, workspace } from "../testing/harness.ts";
import { LogBook } from "./log-book.ts";
import { noteLifeCycle } from "./operational.ts";

// admin-api.md 5, 10.6; engine.md 8.3

const AUDIT = "application/vnd.atlas.2025-03-12+gzip";
let now: number;
let api: Harness;
beforeEach(async () => {
  now = Date.now() + 1_000;
  api = await Harness.open({ now: () => now });
  await api.ask("POST", "", { body: workspace("w") });
});
afterEach(() => api.close());

const seconds = (text: string) => Date.parse(text) / 1000;
/** Tests travel further than tokens last. */
const authorization = async () => `Bearer ${await api.tokenOf(api.owner)}`;
const get = async (path: string, accept = AUDIT) =>
  api.ask("GET", path, { headers: { accept, authorization: await authorization() } });
const lines = ({ bytes }: Got) => {
  const text = gunzipSync(bytes).toString();
  return text === ""
    ? []
    : text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
};
const audit = async (query = "") => lines(await get(`/w/auditLogs${query}`));
const outcome = ({ status, json }: Got) => [status, json.errorCode, ...(json.parameters ?? [])];

test("the audit log is a gzip in itself, named after workspace and range", async () => {
  const query = `?startDate=${seconds("2026-07-11T03:12:58Z")}&endDate=${seconds("2026-08-10T03:12:58Z")}`;
  const answer = await get(`/w/auditLogs${query}`);
  expect([answer.status, answer.headers["content-type"], answer.headers["content-encoding"]]).toEqual([
    200,
    "application/vnd.atlas.2023-02-01+gzip",
    undefined,
  ]);
  expect(answer.headers["content-disposition"]).toBe(
    'attachment; filename="w_2026-07-11T03:12:58Z_2026-08-10T03:12:58Z_audit.log.gz"',
  );
  expect(lines(answer)).toEqual([]);
  const named = await get(`/w/auditLogs${query}&spName=${encodeURIComponent('p"\r\nX: y')}`);
  expect(named.headers["content-disposition"]).toContain('filename="w_p___X__y_2026-07-11T03:12:58Z_');
});

test("who did what, when, from where, and with what result", async () => {
  await api.ask("POST", "/w/processor", { body: { name: "p", pipeline: [] }, headers: { "user-agent": "atlascli/1.58.1" } });
  await api.ask("POST", "/w/processor/p:stop");
  await api.ask("GET", "/w/processor/p");
  const entries = await audit();
  expect(entries.map((entry) => [entry.api.operation, entry.activity_name, entry.status, entry.api.response])).toEqual([
    ["createGroupStreamWorkspace", "Create", "Success", { code: 200 }],
    ["createGroupStreamProcessor", "Create", "Success", { code: 200 }],
    ["stopGroupStreamProcessor", "stop", "Failure", { code: 400, error: "STREAM_PROCESSOR_GENERIC_ERROR" }],
  ]);
  expect(entries[1]).toEqual({
    activity_id: 1,
    activity_name: "Create",
    actor: { user: { name: api.owner.clientId, uid: expect.stringMatching(/^[0-9a-f]{24}$/) } },
    api: { operation: "createGroupStreamProcessor", response: { code: 200 } },
    category_name: "Application Activity",
    category_uid: 6,
    class_name: "API Activity",
    class_uid: 6003,
    http_request: {
      http_method: "POST",
      url: { path: `/api/atlas/v2/groups/${api.project}/streams/w/processor` },
      user_agent: "atlascli/1.58.1",
    },
    metadata: { product: { name: "Millrace", vendor_name: "Millrace" }, version: "1.3.0" },
    resources: [
      { type: "project", name: api.project },
      { type: "workspace", name: "w" },
      { type: "processor", name: "p" },
    ],
    severity_id: 1,
    src_endpoint: { ip: "127.0.0.1" },
    status: "Success",
    status_code: "200",
    status_id: 1,
    time: now,
    type_uid: 600301,
  });
  const ofProcessor = await audit("?spName=p");
  expect(ofProcessor.map((entry) => entry.api.operation)).toEqual(["createGroupStreamProcessor", "stopGroupStreamProcessor"]);
  // Reading the log is in the log.
  expect((await audit()).at(-1).api.operation).toBe("downloadGroupStreamAuditLogs");
});

test("failed logins and refused access; a challenge is no failure; no secret is kept", async () => {
  const login = (authorization: string | null) => api.ask("GET", "/w", { headers: { authorization } });
  await login(null);
  await login("Bearer eyJ.stolen.token");
  const { headers } = await login(null);
  const [, nonce] = /nonce="([^"]+)"/.exec(headers["www-authenticate"]!)!;
  const digest = (username: string) =>
    `Digest username="${username}", realm="MMS Public API", nonce="${nonce}", uri="/x", response="stolen", algorithm=MD5, qop=auth, nc=00000001, cnonce="c"`;
  await login(digest("abcdefgh"));
  await login(digest("my-secret-by-mistake"));
  const entries = await audit();
  expect(entries.slice(1).map((entry) => [entry.class_uid, entry.status_code, entry.auth_protocol, entry.user])).toEqual([
    [3002, "401", "Bearer", {}],
    [3002, "401", "Digest", { name: "abcdefgh" }],
    [3002, "401", "Digest", {}],
  ]);
  const reader = await createApiKey(api.store.db, api.secrets, "r", []);
  const stored = JSON.stringify(await api.store.db.selectFrom("log_lines").selectAll().execute());
  for (const secret of ["stolen", "my-secret", api.owner.clientSecret, api.owner.privateKey, reader.privateKey]) {
    expect(stored).not.toContain(secret);
  }
});

test("the log of connections has no settings in it", async () => {
  const authentication = { mechanism: "PLAIN", username: "u", password: "hunter-2" };
  await api.ask("POST", "/w/connections", { body: { name: "k", type: "Kafka", bootstrapServers: "a:1", authentication } });
  const stored = JSON.stringify(await api.store.db.selectFrom("log_lines").selectAll().execute());
  expect([stored.includes("createGroupStreamConnection"), stored.includes("hunter-2")]).toEqual([true, false]);
});

test("the default range is the last 30 days; both ends are included", async () => {
  const day = 86_400_000;
  const created = now;
  now += 30 * day;
  expect((await audit()).length).toBe(1);
  now += 2 * day;
  expect((await audit()).map((entry) => entry.api.operation)).toEqual(["downloadGroupStreamAuditLogs"]);
  const at = Math.floor(created / 1000);
  expect((await audit(`?startDate=${at}&endDate=${at}`)).length).toBe(1);
  expect((await audit(`?startDate=${at + 1}&endDate=${at + 1}`)).length).toBe(0);
});

test.each([
  ["startDate=1767225601&endDate=1767225600", "START_DATE_AFTER_END_DATE", ["2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z"]],
  ["startDate=1199145599", "INVALID_QUERY_PARAMETER", ["startDate"]],
  ["endDate=yesterday", "INVALID_QUERY_PARAMETER", ["endDate"]],
  ["endDate=-1", "INVALID_QUERY_PARAMETER", ["endDate"]],
  ["endDate=9223372036854775807", "INVALID_QUERY_PARAMETER", ["endDate"]],
  ["spName=a&spName=b", "INVALID_QUERY_PARAMETER", ["spName"]],
])("%s is refused by both downloads", async (query, code, parameters) => {
  for (const path of ["/w/auditLogs", "/w:downloadOperationalLogs"]) {
    const answer = await get(`${path}?${query}`);
    expect([answer.headers["content-type"], ...outcome(answer)]).toEqual(["application/json", 400, code, ...parameters]);
  }
});

test("unknown workspaces, other formats and early versions", async () => {
  expect((await get("/nope/auditLogs")).json.errorCode).toBe("STREAM_TENANT_NOT_FOUND_FOR_NAME");
  for (const accept of ["application/vnd.atlas.2025-03-12+json", "application/gzip"]) {
    expect(outcome(await get("/w/auditLogs", accept))).toEqual([406, "INVALID_VERSION_DATE"]);
  }
  expect((await get("/w:downloadOperationalLogs", "application/vnd.atlas.2024-05-30+gzip")).status).toBe(406);
});

test("the operational log: a line for each change in a processor's life", async () => {
  const { _id } = (await api.ask("POST", "/w/processor", { body: { name: "p", pipeline: [] } })).json;
  await api.ask("POST", "/w/processor", { body: { name: "other", pipeline: [] } });
  const book = new LogBook({ db: api.store.db, now: () => now, failed: (error) => expect.fail(String(error)) });
  await noteLifeCycle(api.store.db, book, _id, "warn", "FAILED: Broker a:1 cannot be reached");
  await noteLifeCycle(api.store.db, book, "0".repeat(24), "info", "of nobody");
  const answer = await get("/w:downloadOperationalLogs?spName=p");
  expect(answer.headers["content-type"]).toBe("application/vnd.atlas.2025-03-12+gzip");
  expect(answer.headers["content-disposition"]).toMatch(/^attachment; filename="w_p_.*_queries\.gz"$/);
  const t = { $date: new Date(now).toISOString() };
  expect(lines(answer)).toEqual([
    { t, s: "I", c: "streams-p", ctx: "lifecycle", msg: "Created" },
    { t, s: "W", c: "streams-p", ctx: "lifecycle", msg: "FAILED: Broker a:1 cannot be reached" },
  ]);
  expect(lines(await get("/w:downloadOperationalLogs")).length).toBe(3);
});

test("more lines than one page arrive in order, none twice", async () => {
  const book = new LogBook({ db: api.store.db, now: () => now, failed: (error) => expect.fail(String(error)) });
  for (let n = 0; n < 2_001; n++) {
    book.write("operational", { projectId: api.project, workspace: "w", processor: "p" }, () => ({ n }));
  }
  await book.flush();
  const read = lines(await get("/w:downloadOperationalLogs"));
  expect(read.map(({ n }) => n)).toEqual(Array.from({ length: 2_001 }, (_, n) => n));
});

test("a workspace of the same name begins with an empty log", async () => {
  await api.ask("DELETE", "/w");
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  now = Date.now() + 500;
  await api.ask("POST", "", { body: workspace("w") });
  now += 1_000;
  expect((await audit()).map((entry) => entry.api.operation)).toEqual(["createGroupStreamWorkspace"]);
});

test("the oldest lines go when there are too many or they are too old; a log that cannot be written stops nothing", async () => {
  const failures: unknown[] = [];
  const book = new LogBook({
    db: api.store.db,
    retention: { lines: 100, days: 10 },
    now: () => now,
    failed: (e) => failures.push(e),
  });
  const count = async () =>
    (await api.store.db.selectFrom("log_lines").select("id").where("log", "=", "operational").execute()).length;
  for (let n = 0; n < 501; n++) {
    now += 1;
    book.write("operational", { projectId: api.project, workspace: "w" }, () => ({ n }));
  }
  await book.flush();
  expect(await count()).toBe(100);
  now += 11 * 86_400_000;
  for (let n = 0; n < 500; n++) {
    now += 1;
    book.write("operational", { workspace: "w" }, () => ({ n }));
  }
  await book.flush();
  expect(await count()).toBe(100);
  await api.store.db.schema.dropTable("log_lines").execute();
  const later = { authorization: await authorization() };
  expect((await api.ask("POST", "", { body: workspace("other"), headers: later })).status).toBe(200);
});
