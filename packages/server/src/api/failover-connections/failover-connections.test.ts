import { afterAll, beforeAll, expect, test } from "vitest";
import { type Got, Harness, workspace } from "../testing/harness.ts";

// admin-api.md 9.4, 10.3, 13.17

let api: Harness;
beforeAll(async () => {
  api = await Harness.open();
  const failoverRegions = ["OHIO_USA", "OREGON_USA"].map((region) => ({ cloudProvider: "AWS", region }));
  await api.ask("POST", "", { body: workspace("w", { failoverRegions }) });
  const connections = [
    { name: "k", type: "Kafka", bootstrapServers: "a:9092", security: { protocol: "PLAINTEXT" } },
    { name: "k2", type: "Kafka", bootstrapServers: "a:9092", security: { protocol: "PLAINTEXT" } },
    { name: "c", type: "Cluster", clusterName: "c0", dbRoleToExecute: { role: "atlasAdmin", type: "BUILT_IN" } },
    { name: "h", type: "Https", url: "https://a.example.com" },
  ];
  for (const body of connections) await api.ask("POST", "/w/connections", { body });
});
afterAll(() => api.close());

const at = (name: string, id = "") => `/w/connections/${name}/failoverConnections${id && `/${id}`}`;
const kafka = (more: object = {}) => ({
  name: "k",
  type: "Kafka",
  region: "OHIO_USA",
  bootstrapServers: "b.example.com:9092",
  authentication: { mechanism: "SCRAM-256", username: "u", password: "hunter-2" },
  security: { protocol: "SASL_SSL" },
  ...more,
});
const outcome = ({ status, json }: Got) => [status, json.errorCode, ...(json.parameters ?? [])];

test("Kafka: created with 201, shown with id, state and networking, never its password", async () => {
  const created = await api.ask("POST", at("k"), { body: kafka({ config: { "auto.offset.reset": "earliest" } }) });
  const { id, links, ...rest } = created.json;
  expect(created.status).toBe(201);
  expect(created.headers["content-type"]).toBe("application/vnd.atlas.2025-03-12+json;charset=utf-8");
  expect(id).toMatch(/^[a-f0-9]{24}$/);
  expect(links).toEqual([
    { href: `https://millrace.example:8443/api/atlas/v2/groups/${api.project}/streams${at("k", id)}`, rel: "self" },
  ]);
  expect(rest).toEqual({
    authentication: { mechanism: "SCRAM-256", username: "u" },
    bootstrapServers: "b.example.com:9092",
    config: { "auto.offset.reset": "earliest" },
    name: "k",
    networking: { access: { type: "PUBLIC" } },
    region: "OHIO_USA",
    security: { protocol: "SASL_SSL" },
    state: "READY",
    type: "Kafka",
  });
  expect((await api.ask("GET", at("k", id))).json).toEqual(created.json);
  const list = (await api.ask("GET", at("k"))).json;
  expect([list.totalCount, list.results]).toEqual([1, [{ id, ...rest }]]);
  expect(outcome(await api.ask("POST", at("k"), { body: kafka() }))).toEqual([
    409,
    "STREAM_FAILOVER_CONNECTION_ALREADY_EXISTS",
    "k",
    "OHIO_USA",
  ]);

  const patched = await api.ask("PATCH", at("k", id), {
    body: {
      name: "k",
      type: "Kafka",
      region: "OHIO_USA",
      bootstrapServers: "z:1",
      config: {},
      authentication: { username: "v" },
    },
  });
  expect(patched.json.config).toBeUndefined();
  expect([patched.json.bootstrapServers, patched.json.authentication]).toEqual([
    "z:1",
    { mechanism: "SCRAM-256", username: "v" },
  ]);
  expect(outcome(await api.ask("PATCH", at("k", id), { body: { region: "OREGON_USA" } }))).toEqual([
    400,
    "ATTRIBUTE_READ_ONLY",
    "region",
  ]);
  expect(outcome(await api.ask("PATCH", at("k", id), { body: { name: "other" } }))[2]).toBe("name");
  const stored = await api.store.db.selectFrom("failover_connections").selectAll().executeTakeFirstOrThrow();
  expect([stored.secrets !== "", JSON.stringify(stored).includes("hunter-2")]).toEqual([true, false]);

  const deleted = await api.ask("DELETE", at("k", id));
  expect([deleted.status, deleted.text]).toEqual([204, ""]);
  expect(outcome(await api.ask("GET", at("k", id)))).toEqual([404, "STREAM_FAILOVER_CONNECTION_NOT_FOUND", id, "k"]);
});

test("Cluster; the name may be left out", async () => {
  const body = { type: "Cluster", region: "OREGON_USA", clusterName: "c1", dbRoleToExecute: { role: "r", type: "CUSTOM" } };
  const { json } = await api.ask("POST", at("c"), { body });
  expect(json).toMatchObject({ ...body, name: "c", state: "READY" });
});

test("one belongs to its connection alone and goes with it", async () => {
  const { id } = (await api.ask("POST", at("k2"), { body: kafka({ name: "k2" }) })).json;
  expect((await api.ask("GET", at("k", id))).status).toBe(404);
  expect((await api.ask("DELETE", "/w/connections/k2")).status).toBe(202);
  const left = await api.store.db.selectFrom("failover_connections").select("id").where("id", "=", id).execute();
  expect(left).toEqual([]);
});

test.each([
  ["another name", "k", kafka({ name: "other" }), "VALIDATION_ERROR"],
  ["a region that is no failover region", "k", kafka({ region: "DUBLIN_IRL" }), "VALIDATION_ERROR"],
  ["the region of the workspace", "k", kafka({ region: "VIRGINIA_USA" }), "VALIDATION_ERROR"],
  ["no region", "k", kafka({ region: undefined }), "MISSING_ATTRIBUTE"],
  ["no type", "k", kafka({ type: undefined }), "MISSING_ATTRIBUTE"],
  ["another type than its connection", "c", kafka({ name: "c" }), "VALIDATION_ERROR"],
  ["a type that cannot fail over", "h", { name: "h", type: "Https", region: "OHIO_USA", url: "https://b" }, "VALIDATION_ERROR"],
  ["brokers that are none", "k", kafka({ bootstrapServers: "b" }), "VALIDATION_ERROR"],
  ["an unknown field", "k", kafka({ url: "https://b" }), "INVALID_ATTRIBUTE"],
])("%s is refused", async (_, name, body, code) => {
  expect(outcome(await api.ask("POST", at(name), { body })).slice(0, 2)).toEqual([400, code]);
});

test("unknown connections and workspaces are told as everywhere", async () => {
  expect((await api.ask("GET", at("nope"))).json.errorCode).toBe("STREAM_CONNECTION_NOT_FOUND_FOR_NAME");
  expect((await api.ask("POST", "/no/connections/k/failoverConnections", { body: kafka() })).json.errorCode).toBe(
    "STREAM_TENANT_NOT_FOUND_FOR_NAME",
  );
});
