import { afterAll, beforeAll, expect, test } from "vitest";
import { Harness, V2023 } from "./testing/harness.ts";

// The sample exchanges of admin-api.md 12, to the letter.

let api: Harness;
beforeAll(async () => {
  api = await Harness.open();
});
afterAll(() => api.close());

const versioned = { accept: V2023, "content-type": V2023 };
const answered = "application/vnd.atlas.2023-02-01+json;charset=utf-8";

test("create a workspace, list it", async () => {
  const body = {
    dataProcessRegion: { cloudProvider: "AWS", region: "VIRGINIA_USA" },
    groupId: api.project,
    name: "instance-908",
    streamConfig: { tier: "SP30" },
  };
  const created = await api.ask("POST", "", { raw: `${JSON.stringify(body)}\n`, headers: versioned });
  const id = created.json._id;
  const fields = `"_id":"${id}","dataProcessRegion":{"cloudProvider":"AWS","region":"VIRGINIA_USA"},"failoverRegions":[],"groupId":"${api.project}","hostnames":["millrace.example"]`;
  const rest = `"name":"instance-908","streamConfig":{"tier":"SP30"}}`;
  const self = `https://millrace.example:8443/api/atlas/v2/groups/${api.project}/streams`;
  expect(created.status).toBe(200);
  expect(created.headers["content-type"]).toBe(answered);
  expect(id).toMatch(/^[0-9a-f]{24}$/);
  expect(created.text).toBe(`{${fields},"links":[{"href":"${self}/instance-908","rel":"self"}],${rest}`);

  const listed = await api.ask("GET", "");
  expect(listed.text).toBe(
    `{"links":[{"href":"${self}?pageNum=1&itemsPerPage=100","rel":"self"}],"results":[{${fields},${rest}],"totalCount":1}`,
  );
});

test("a Kafka connection, answer of POST and GET", async () => {
  const sent = {
    name: "connection-290",
    type: "Kafka",
    authentication: { mechanism: "SCRAM-256", username: "admin", password: "not-to-be-seen" },
    bootstrapServers: "example.com:8080,fraud.example.com:8000",
    config: { "auto.offset.reset": "earliest" },
    security: { protocol: "PLAINTEXT" },
  };
  const created = await api.ask("POST", "/instance-908/connections", { body: sent });
  const read = await api.ask("GET", "/instance-908/connections/connection-290");
  expect(created.status).toBe(200);
  expect(read.text).toBe(created.text);
  const { id, links, ...rest } = read.json;
  expect(id).toMatch(/^[0-9a-f]{24}$/);
  expect(links[0].rel).toBe("self");
  expect(JSON.stringify(rest)).toBe(
    '{"authentication":{"mechanism":"SCRAM-256","username":"admin"},"bootstrapServers":"example.com:8080,fraud.example.com:8000","config":{"auto.offset.reset":"earliest"},"name":"connection-290","networking":{"access":{"type":"PUBLIC"}},"region":"VIRGINIA_USA","security":{"protocol":"PLAINTEXT"},"state":"READY","type":"Kafka"}',
  );
});

test("a Cluster connection", async () => {
  const sent = {
    name: "ClusterConn",
    type: "Cluster",
    clusterName: "cluster-910",
    dbRoleToExecute: { role: "atlasAdmin", type: "BUILT_IN" },
  };
  const { id: _, links: __, ...rest } = (await api.ask("POST", "/instance-908/connections", { body: sent })).json;
  expect(JSON.stringify(rest)).toBe(
    '{"clusterName":"cluster-910","dbRoleToExecute":{"role":"atlasAdmin","type":"BUILT_IN"},"name":"ClusterConn","region":"VIRGINIA_USA","state":"READY","type":"Cluster"}',
  );
});

test("DELETE answers 202 with an empty object", async () => {
  const gone = await api.ask("DELETE", "/instance-908/connections/ClusterConn", { headers: { accept: V2023 } });
  expect([gone.status, gone.headers["content-type"], gone.headers["content-length"], gone.text]).toEqual([
    202,
    answered,
    "2",
    "{}",
  ]);
  expect((await api.ask("GET", "/instance-908/connections/ClusterConn")).status).toBe(404);
});

test("an error", async () => {
  const error = await api.ask("GET", "/nope");
  expect(error.status).toBe(404);
  expect(error.headers["content-type"]).toBe("application/json");
  expect(error.headers["x-error-code"]).toBe("STREAM_TENANT_NOT_FOUND_FOR_NAME");
  expect(error.text).toBe(
    `{"detail":"Stream instance for project ${api.project} and name nope not found.","error":404,"errorCode":"STREAM_TENANT_NOT_FOUND_FOR_NAME","parameters":["${api.project}","nope"],"reason":"Not Found"}`,
  );
});
