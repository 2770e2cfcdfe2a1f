import { afterAll, beforeAll, expect, test } from "vitest";
import { type Got, Harness, workspace } from "../testing/harness.ts";

// admin-api.md 9.3, 10.2

let api: Harness;
beforeAll(async () => {
  api = await Harness.open();
  await api.ask("POST", "", { body: workspace("w") });
});
afterAll(() => api.close());

const create = (body: object) => api.ask("POST", "/w/connections", { body });
const patch = (name: string, body: object) => api.ask("PATCH", `/w/connections/${name}`, { body });
const outcome = ({ status, json }: Got) => [status, json.errorCode, ...(json.parameters ?? [])];

const cert = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const lambdaNetworking = { access: { type: "PRIVATE_LINK", connectionId: "0123456789abcdef01234567" } };

/** Every type with every field: what is sent, and what is shown beside id, links, region and state. */
const all: [string, object, object][] = [
  ["Sample", { name: "samplestock", type: "Sample" }, {}],
  [
    "Cluster",
    {
      name: "c1",
      type: "Cluster",
      clusterName: "cluster-0",
      clusterGroupId: "0123456789abcdef01234567",
      dbRoleToExecute: { role: "r", type: "CUSTOM" },
    },
    {},
  ],
  [
    "Kafka",
    {
      name: "k1",
      type: "Kafka",
      bootstrapServers: "a.example.com:9092, [::1]:9093",
      authentication: {
        mechanism: "OAUTHBEARER",
        method: "OIDC",
        username: "u",
        password: "secret-1",
        clientId: "id",
        clientSecret: "secret-2",
        tokenEndpointUrl: "https://idp/token",
        scope: "s",
        saslOauthbearerExtensions: "a=b",
        sslCertificate: cert,
        sslKey: "secret-3",
        sslKeyPassword: "secret-4",
        aws: { roleArn: "arn:aws:iam::1:role/x" },
      },
      security: { protocol: "SASL_SSL", brokerPublicCertificate: cert },
      config: { "auto.offset.reset": "earliest", __proto__x: "1" },
      networking: { access: { type: "TRANSIT_GATEWAY", tgwRouteId: "0123456789abcdef01234567", name: "n" } },
    },
    {
      authentication: {
        mechanism: "OAUTHBEARER",
        method: "OIDC",
        username: "u",
        clientId: "id",
        tokenEndpointUrl: "https://idp/token",
        scope: "s",
        saslOauthbearerExtensions: "a=b",
        sslCertificate: cert,
        aws: { roleArn: "arn:aws:iam::1:role/x" },
      },
    },
  ],
  ["Https", { name: "h1", type: "Https", url: "https://example.com/x?y=z", headers: { Authorization: "Bearer abc" } }, {}],
  [
    "AWSLambda",
    { name: "l1", type: "AWSLambda", aws: { roleArn: "arn", testBucket: "b" }, publicPrivateNetworking: lambdaNetworking },
    {},
  ],
  ["S3", { name: "s1", type: "S3", aws: { roleArn: "arn", testBucket: "b" }, networking: { access: { type: "PUBLIC" } } }, {}],
  ["AWSKinesisDataStreams", { name: "d1", type: "AWSKinesisDataStreams", aws: { roleArn: "arn", testBucket: "b" } }, {}],
  [
    "AzureBlobStorage",
    { name: "a1", type: "AzureBlobStorage", azure: { servicePrincipalId: "p", storageAccountName: "s", region: "eastus" } },
    {},
  ],
  ["GCPPubSub", { name: "g1", type: "GCPPubSub", gcp: { serviceAccountId: "x@y.z" } }, {}],
  [
    "SchemaRegistry",
    {
      name: "r1",
      type: "SchemaRegistry",
      provider: "CONFLUENT",
      schemaRegistryUrls: ["https://b", "https://a"],
      schemaRegistryAuthentication: { type: "USER_INFO", username: "u", password: "secret-5" },
    },
    { schemaRegistryAuthentication: { type: "USER_INFO", username: "u" } },
  ],
];

test.each(all)("%s: what was sent comes back, secrets do not", async (_, sent, shown) => {
  const created = await create(sent);
  const { name } = sent as { name: string };
  const { id } = created.json;
  const self = `https://millrace.example:8443/api/atlas/v2/groups/${api.project}/streams/w/connections/${name}`;
  const expected = { ...sent, ...shown, id, links: [{ href: self, rel: "self" }], region: "VIRGINIA_USA", state: "READY" };
  expect(created.json).toEqual(expected);
  expect((await api.ask("GET", `/w/connections/${name}`)).json).toEqual(expected);
  const listed = (await api.ask("GET", "/w/connections")).json.results.find((each: { name: string }) => each.name === name);
  expect({ ...listed, links: expected.links }).toEqual(expected);
  const patched = await patch(name, { name, type: (sent as { type: string }).type });
  expect(patched.json).toEqual(expected);
});

test("no secret is in the store in clear, nor in any answer", async () => {
  const rows = JSON.stringify(await api.store.db.selectFrom("connections").selectAll().execute());
  const list = (await api.ask("GET", "/w/connections")).text;
  const whole = (await api.ask("GET", "/w?includeConnections=true")).text;
  for (const secret of ["secret-1", "secret-2", "secret-3", "secret-4", "secret-5"]) {
    for (const text of [rows, list, whole]) expect(text).not.toContain(secret);
  }
  expect(rows).not.toContain("Bearer abc");
});

test.each([
  ["no name", { type: "Https", url: "https://x" }, [400, "MISSING_ATTRIBUTE", "name"]],
  ["no type", { name: "x" }, [400, "MISSING_ATTRIBUTE", "type"]],
  ["an unknown type", { name: "x", type: "Iceberg" }, [400, "INVALID_ENUM_VALUE", "Iceberg"]],
  ["a reserved name", { name: "__testLog", type: "Https", url: "https://x" }, [400, "VALIDATION_ERROR"]],
  [
    "Kafka without servers",
    { name: "x", type: "Kafka", security: { protocol: "SSL" } },
    [400, "MISSING_ATTRIBUTE", "bootstrapServers"],
  ],
  ["Kafka without login", { name: "x", type: "Kafka", bootstrapServers: "a:1" }, [400, "MISSING_ATTRIBUTE", "authentication"]],
  [
    "Kafka without login over SASL",
    { name: "x", type: "Kafka", bootstrapServers: "a:1", security: { protocol: "SASL_SSL" } },
    [400, "MISSING_ATTRIBUTE", "authentication"],
  ],
  [
    "an unknown protocol",
    { name: "x", type: "Kafka", bootstrapServers: "a:1", security: { protocol: "TLS" } },
    [400, "INVALID_ENUM_VALUE", "TLS"],
  ],
  ["Https without URL", { name: "x", type: "Https" }, [400, "MISSING_ATTRIBUTE", "url"]],
  ["a URL that is none", { name: "x", type: "Https", url: "example.com" }, [400, "VALIDATION_ERROR", "Invalid url"]],
  ["a URL of another kind", { name: "x", type: "Https", url: "file:///etc/passwd" }, [400, "VALIDATION_ERROR", "Invalid url"]],
  [
    "a header that breaks the line",
    { name: "x", type: "Https", url: "https://x", headers: { a: "b\r\nc: d" } },
    [400, "VALIDATION_ERROR", "Invalid headers"],
  ],
  [
    "a Cluster without name",
    { name: "x", type: "Cluster", dbRoleToExecute: { role: "r", type: "CUSTOM" } },
    [400, "MISSING_ATTRIBUTE", "clusterName"],
  ],
  ["a Cluster without role", { name: "x", type: "Cluster", clusterName: "c" }, [400, "VALIDATION_ERROR"]],
  ["a sample that does not exist", { name: "sample_moon", type: "Sample" }, [400, "VALIDATION_ERROR"]],
  [
    "a private link without id",
    { name: "x", type: "AWSLambda", publicPrivateNetworking: { access: { type: "PRIVATE_LINK" } } },
    [400, "MISSING_ATTRIBUTE", "publicPrivateNetworking.access.connectionId"],
  ],
  [
    "a field of another type",
    { name: "x", type: "Https", url: "https://x", clusterName: "c" },
    [400, "INVALID_ATTRIBUTE", "clusterName"],
  ],
  ["an unknown region", { name: "x", type: "Https", url: "https://x", region: "MOON" }, [400, "INVALID_REGION", "MOON", "AWS"]],
  [
    "a registry without secret",
    {
      name: "x",
      type: "SchemaRegistry",
      provider: "CONFLUENT",
      schemaRegistryUrls: ["https://a"],
      schemaRegistryAuthentication: { type: "USER_INFO", username: "u" },
    },
    [400, "MISSING_ATTRIBUTE", "schemaRegistryAuthentication.password"],
  ],
])("%s is refused", async (_, body, expected) => {
  expect(outcome(await create(body)).slice(0, expected.length)).toEqual(expected);
  expect((await api.ask("GET", "/w/connections/x")).status).toBe(404);
});

test.each(["", "a", "a:b", "a:0", "a:65536", "http://a:1", "a:1,", "a:1;b:2", "a b:1", "-:9"])(
  "the servers %j are refused",
  async (bootstrapServers) => {
    const { status } = await create({ name: "x", type: "Kafka", bootstrapServers, security: { protocol: "PLAINTEXT" } });
    expect(status).toBe(400);
  },
);

test("networks that this server has not are refused in the service's words", async () => {
  const body = {
    name: "x",
    type: "Kafka",
    bootstrapServers: "a:1",
    security: { protocol: "PLAINTEXT" },
    networking: { access: { type: "VPC" } },
  };
  expect(outcome(await create(body))).toEqual([
    400,
    "VALIDATION_ERROR",
    `The project id ${api.project} and region VIRGINIA_USA does not have a VPC Peering connection`,
  ]);
});

test("a connection has a region of its own if it is given one", async () => {
  expect((await create({ name: "elsewhere", type: "S3", region: "OHIO_USA" })).json.region).toBe("OHIO_USA");
});

test("empty maps are left out, empty fields of other types tolerated", async () => {
  const { json } = await create({
    name: "bare",
    type: "Kafka",
    bootstrapServers: "a:1",
    security: { protocol: "PLAINTEXT" },
    config: {},
    headers: {},
    url: "",
  });
  expect(Object.keys(json)).toEqual([
    "bootstrapServers",
    "id",
    "links",
    "name",
    "networking",
    "region",
    "security",
    "state",
    "type",
  ]);
  expect(json.networking).toEqual({ access: { type: "PUBLIC" } });
});

test("a taken name is a conflict, an unknown workspace is not found", async () => {
  expect(outcome(await create({ name: "h1", type: "Https", url: "https://x" }))).toEqual([
    409,
    "STREAM_CONNECTION_ALREADY_EXISTS_FOR_NAME",
    "h1",
    api.project,
    "w",
  ]);
  const elsewhere = await api.ask("POST", "/none/connections", { body: { name: "h1", type: "Https", url: "https://x" } });
  expect(outcome(elsewhere)).toEqual([404, "STREAM_TENANT_NOT_FOUND_FOR_NAME", api.project, "none"]);
  const missing = await api.ask("GET", "/w/connections/none");
  expect(missing.json.detail).toBe(`Stream connection with name none for project ${api.project} and name w not found.`);
});

/** The settings as a connector would get them. */
async function clear(name: string) {
  const { clearSettings, findConnectionByName } = await import("./repository.ts");
  const { findWorkspaceByName } = await import("../workspaces/repository.ts");
  const { id } = (await findWorkspaceByName(api.store.db, api.project, "w"))!;
  return JSON.parse(JSON.stringify(clearSettings((await findConnectionByName(api.store.db, api.secrets, id, name))!)));
}

test("PATCH merges nested objects, so an omitted secret stays", async () => {
  await create({
    name: "merge",
    type: "Kafka",
    bootstrapServers: "a:1",
    authentication: { mechanism: "PLAIN", username: "u", password: "pw" },
    security: { protocol: "SASL_SSL" },
    config: { a: "1", b: "2" },
  });
  const { json } = await patch("merge", {
    authentication: { username: "v" },
    security: { brokerPublicCertificate: cert },
    headers: {},
    networking: { access: { type: "PUBLIC" } },
  });
  expect(json.authentication).toEqual({ mechanism: "PLAIN", username: "v" });
  expect(json.security).toEqual({ brokerPublicCertificate: cert, protocol: "SASL_SSL" });
  expect((await clear("merge")).authentication).toEqual({ mechanism: "PLAIN", username: "v", password: "pw" });
});

test("PATCH replaces maps, an empty one clears, null clears", async () => {
  expect((await patch("merge", { config: { c: "3" } })).json.config).toEqual({ c: "3" });
  expect("config" in (await patch("merge", { config: {} })).json).toBe(false);
  expect((await patch("merge", { security: { brokerPublicCertificate: null } })).json.security).toEqual({ protocol: "SASL_SSL" });
  expect(outcome(await patch("merge", { bootstrapServers: null }))).toEqual([400, "MISSING_ATTRIBUTE", "bootstrapServers"]);
  expect("headers" in (await patch("h1", { headers: {} })).json).toBe(false);
  expect((await clear("h1")).headers).toBeUndefined();
  expect("clusterGroupId" in (await patch("c1", { clusterGroupId: null })).json).toBe(false);
  expect((await patch("r1", { schemaRegistryUrls: ["https://c"] })).json.schemaRegistryUrls).toEqual(["https://c"]);
});

test("another mechanism drops the secrets of the one before, and what only that way of logging in has", async () => {
  await patch("merge", { authentication: { mechanism: "SCRAM-256" } });
  expect((await clear("merge")).authentication).toEqual({ mechanism: "SCRAM-256", username: "v" });
  await patch("merge", { authentication: { mechanism: "OAUTHBEARER", clientSecret: "cs" } });
  expect((await clear("merge")).authentication).toEqual({ mechanism: "OAUTHBEARER", clientSecret: "cs" });
  await patch("merge", { authentication: { mechanism: "OAUTHBEARER", scope: "s" } });
  expect((await clear("merge")).authentication.clientSecret).toBe("cs");
});

test("another variant of an object begins anew: nothing of the one before is shown, or good for it", async () => {
  await create({
    name: "variants",
    type: "SchemaRegistry",
    provider: "CONFLUENT",
    schemaRegistryUrls: ["https://a"],
    schemaRegistryAuthentication: { type: "USER_INFO", username: "u", password: "pw" },
  });
  const inherits = await patch("variants", { schemaRegistryAuthentication: { type: "SASL_INHERIT" } });
  expect(inherits.json.schemaRegistryAuthentication).toEqual({ type: "SASL_INHERIT" });
  expect((await clear("variants")).schemaRegistryAuthentication).toEqual({ type: "SASL_INHERIT" });
  const back = await patch("variants", { schemaRegistryAuthentication: { type: "USER_INFO", username: "u" } });
  expect(outcome(back)).toEqual([400, "MISSING_ATTRIBUTE", "schemaRegistryAuthentication.password"]);

  await create({
    name: "linked",
    type: "AWSLambda",
    aws: { roleArn: "arn:aws:iam::123456789012:role/r" },
    publicPrivateNetworking: lambdaNetworking,
  });
  const open = await patch("linked", { publicPrivateNetworking: { access: { type: "PUBLIC" } } });
  expect(open.json.publicPrivateNetworking).toEqual({ access: { type: "PUBLIC" } });
});

test("name and type cannot change; equal ones are tolerated", async () => {
  expect(outcome(await patch("merge", { name: "other" }))).toEqual([400, "ATTRIBUTE_READ_ONLY", "name"]);
  expect(outcome(await patch("merge", { type: "Https", url: "https://x" }))).toEqual([400, "ATTRIBUTE_READ_ONLY", "type"]);
  expect((await patch("merge", { name: "merge", type: "Kafka" })).status).toBe(200);
  expect(outcome(await patch("merge", { url: "https://x" }))).toEqual([400, "INVALID_ATTRIBUTE", "url"]);
  expect(outcome(await patch("none", { type: "Kafka", color: 1 }))).toEqual([400, "INVALID_ATTRIBUTE", "color"]);
  expect(outcome(await patch("none", {}))[1]).toBe("STREAM_CONNECTION_NOT_FOUND_FOR_NAME");
});

test("a refused change changes nothing", async () => {
  const before = (await api.ask("GET", "/w/connections/merge")).text;
  expect((await patch("merge", { bootstrapServers: "nonsense", config: { z: "1" } })).json.parameters).toEqual([
    "Invalid bootstrapServers",
  ]);
  expect((await api.ask("GET", "/w/connections/merge")).text).toBe(before);
});

test("a connection in use cannot go, and cannot change while its user runs", async () => {
  const use = (stages: object[], options?: object) => ({ pipeline: stages, ...(options && { options }) });
  const uses = {
    source: use([{ $source: { connectionName: "d1" } }]),
    nested: use([{ $source: { connectionName: "s1", schemaRegistry: { connectionName: "r1" } } }]),
    inner: use([{ $tumblingWindow: { pipeline: [{ $lookup: { from: { connectionName: "c1" } } }] } }]),
    queue: use([{ $source: { connectionName: "s1" } }], { dlq: { connectionName: "c1", db: "d", coll: "c" } }),
  };
  const used = { source: "d1", nested: "r1", inner: "c1", queue: "c1" };
  for (const [name, body] of Object.entries(uses)) {
    const { _id } = (await api.ask("POST", "/w/processor", { body: { name, ...body } })).json;
    const connection = used[name as keyof typeof used];
    expect(outcome(await api.ask("DELETE", `/w/connections/${connection}`))).toEqual([
      403,
      "STREAM_CONNECTION_HAS_STREAM_PROCESSORS",
      connection,
    ]);
    expect((await patch(connection, {})).status).toBe(200);
    api.runtime.set(_id, "STARTED");
    expect(outcome(await patch(connection, {}))).toEqual([403, "STREAM_CONNECTION_HAS_STREAM_PROCESSORS", connection]);
    await api.ask("DELETE", `/w/processor/${name}`);
  }
  expect((await api.ask("DELETE", "/w/connections/c1")).status).toBe(202);
});

test("a field that happens to be called connectionName uses nothing", async () => {
  await api.ask("POST", "/w/processor", { body: { name: "words", pipeline: [{ $addFields: { connectionName: "d1" } }] } });
  expect((await api.ask("DELETE", "/w/connections/d1")).status).toBe(202);
});
