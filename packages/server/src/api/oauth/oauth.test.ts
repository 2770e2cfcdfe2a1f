import { afterAll, beforeAll, expect, test } from "vitest";
import { Tokens } from "../../auth/tokens.ts";
import { Harness } from "../testing/harness.ts";

// admin-api.md 7.1

let api: Harness;
beforeAll(async () => {
  api = await Harness.open();
});
afterAll(() => api.close());

const form = "application/x-www-form-urlencoded";

async function post(path: string, payload: string, headers: Record<string, string | null> = {}) {
  const { clientId, clientSecret } = api.owner;
  const all = { authorization: basic(clientId, clientSecret), "content-type": form, ...headers };
  const answer = await api.app.inject({
    method: "POST",
    url: `/api/oauth/${path}`,
    headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as Record<string, string>,
    payload,
  });
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    json: answer.body === "" ? undefined : answer.json(),
  };
}

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
const use = async (token: string) => (await api.ask("GET", "", { headers: { authorization: `Bearer ${token}` } })).status;

test("a token: JWT, an hour, not to be stored", async () => {
  const { status, headers, json } = await post("token", "grant_type=client_credentials");
  expect([status, headers["content-type"], headers["cache-control"]]).toEqual([200, "application/json", "no-store"]);
  expect(Object.keys(json)).toEqual(["access_token", "expires_in", "token_type"]);
  expect([json.expires_in, json.token_type]).toEqual([3600, "Bearer"]);
  expect(json.access_token.split(".")).toHaveLength(3);
  expect(await use(json.access_token)).toBe(200);
});

test("id and secret may be form-encoded; charset and scope do not matter", async () => {
  const { clientId, clientSecret } = api.owner;
  const encoded = (text: string) => text.replaceAll("_", "%5F");
  const headers = { authorization: basic(encoded(clientId), encoded(clientSecret)), "content-type": `${form};charset=UTF-8` };
  expect((await post("token", "grant_type=client_credentials&scope=x", headers)).status).toBe(200);
});

test.each([
  ["a wrong secret", () => basic(api.owner.clientId, "mdb_sa_sk_wrong")],
  ["an unknown id", () => basic("mdb_sa_id_000000000000000000000000", api.owner.clientSecret)],
  ["no colon", () => "Basic YWJj"],
  ["another scheme", () => "Bearer abc"],
  ["nothing", () => null],
])("%s is invalid_client", async (_, authorization) => {
  for (const path of ["token", "revoke"]) {
    const { status, text, headers } = await post(path, "grant_type=client_credentials&token=x", {
      authorization: authorization(),
    });
    expect([status, text]).toEqual([401, '{"error":"invalid_client","error_description":"Invalid credentials provided."}']);
    expect(headers["content-type"]).toBe("application/json");
  }
});

test.each([
  ["", form, "invalid_request"],
  ["grant_type=", form, "invalid_request"],
  ["grant_type=client_credentials&grant_type=x", form, "invalid_request"],
  ["grant_type=password", form, "unsupported_grant_type"],
  ['{"grant_type":"client_credentials"}', "application/json", "invalid_request"],
  ["grant_type=client_credentials", "text/plain", "invalid_request"],
])("the request %j of type %s is %s", async (payload, type, error) => {
  const { status, json } = await post("token", payload, { "content-type": type });
  expect([status, json.error, typeof json.error_description]).toEqual([400, error, "string"]);
});

test("a revoked token stops working at once, with or without a hint; others go on", async () => {
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => api.tokenOf(api.owner)));
  expect(await use(one!)).toBe(200);
  const revoked = await post("revoke", `token=${one}&token_type_hint=access_token`);
  expect([revoked.status, revoked.text]).toEqual([200, ""]);
  await post("revoke", `token=${two}`, { accept: "*/*" });
  expect([await use(one!), await use(two!), await use(three!)]).toEqual([401, 401, 200]);
});

test("unknown tokens are revoked with success", async () => {
  expect([(await post("revoke", "token=nonsense")).status, (await post("revoke", "token=a.b.c")).status]).toEqual([200, 200]);
  expect((await post("revoke", "")).json.error).toBe("invalid_request");
});

test("tokens and revocations survive a restart", async () => {
  const [kept, revoked] = [await api.tokenOf(api.owner), await api.tokenOf(api.owner)];
  await post("revoke", `token=${revoked}`);
  const later = new Tokens(api.store.db, api.secrets);
  expect(await later.verify(kept)).toBeDefined();
  expect(await later.verify(revoked)).toBeUndefined();
});

test("a token that another server signed is worth nothing", async () => {
  const other = await Harness.open();
  expect(await use(await other.tokenOf(other.owner))).toBe(401);
  await other.close();
});

test("GET is 405 or 404, not a crash", async () => {
  expect((await api.app.inject({ url: "/api/oauth/token" })).statusCode).toBe(404);
});
