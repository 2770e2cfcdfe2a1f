import { ProcessorError } from "@millrace/engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Harness, workspace } from "../testing/harness.ts";

// admin-api.md 9.1, 9.2, 10.1

let api: Harness;
beforeAll(async () => {
  api = await Harness.open();
});
afterAll(() => api.close());

const outcome = ({ status, json }: { status: number; json: { errorCode?: string; parameters?: string[] } }) => [
  status,
  json.errorCode,
  ...(json.parameters ?? []),
];

test("the default tier is SP30 and is reported; a limit is reported only when given", async () => {
  expect((await api.ask("POST", "", { body: workspace("defaults") })).json.streamConfig).toEqual({ tier: "SP30" });
  const small = await api.ask("POST", "", { body: workspace("small", { streamConfig: { maxTierSize: "SP10" } }) });
  expect(small.json.streamConfig).toEqual({ maxTierSize: "SP10", tier: "SP10" });
});

test.each([
  ["no name", { name: undefined }, [400, "MISSING_ATTRIBUTE", "name"]],
  ["no region", { dataProcessRegion: undefined }, [400, "MISSING_ATTRIBUTE", "dataProcessRegion"]],
  ["an unknown region", { dataProcessRegion: { cloudProvider: "AWS", region: "MOON" } }, [400, "INVALID_REGION", "MOON", "AWS"]],
  [
    "a region of another provider",
    { dataProcessRegion: { cloudProvider: "GCP", region: "eastus" } },
    [400, "INVALID_REGION", "eastus", "GCP"],
  ],
  [
    "a provider without regions",
    { dataProcessRegion: { cloudProvider: "TENANT", region: "eastus" } },
    [400, "INVALID_PROVIDER", "TENANT"],
  ],
  ["an unknown provider", { dataProcessRegion: { cloudProvider: "OCI", region: "x" } }, [400, "INVALID_ENUM_VALUE", "OCI"]],
  [
    "a tier above its limit",
    { streamConfig: { tier: "SP30", maxTierSize: "SP10" } },
    [400, "VALIDATION_ERROR", "tier SP30 exceeds maxTierSize SP10"],
  ],
  ["an unknown field", { color: "red" }, [400, "INVALID_ATTRIBUTE", "color"]],
  [
    "a failover region of another provider",
    { failoverRegions: [{ cloudProvider: "GCP", region: "US_EAST4" }] },
    [400, "VALIDATION_ERROR", "failoverRegions must have the cloud provider of the workspace"],
  ],
])("%s is refused", async (_, more, expected) => {
  expect(outcome(await api.ask("POST", "", { body: workspace("refused", more) }))).toEqual(expected);
  expect((await api.ask("GET", "/refused")).status).toBe(404);
});

test.each(["accountDetails", "vpcPeeringConnections", "", "-a", "_a", "__a", "a b", "a:b", "ä", "a.b", "x".repeat(65)])(
  "the name %j is refused",
  async (name) => {
    expect((await api.ask("POST", "", { body: workspace(name) })).json.errorCode).toBe("VALIDATION_ERROR");
  },
);

test.each(["a", "A-b_9", "0x", "x".repeat(64)])("the name %j is allowed", async (name) => {
  expect((await api.ask("POST", "", { body: workspace(name) })).json.name).toBe(name);
});

test("a taken name is a conflict", async () => {
  await api.ask("POST", "", { body: workspace("twice") });
  expect(outcome(await api.ask("POST", "", { body: workspace("twice") }))).toEqual([
    409,
    "STREAM_TENANT_ALREADY_EXISTS_FOR_NAME",
    "twice",
    api.project,
  ]);
});

test("sample connections: on request, always by the other path, shown with includeConnections only", async () => {
  await api.ask("POST", "", { body: workspace("with", { sampleConnections: { solar: true } }) });
  await api.ask("POST", "", { body: workspace("without", { sampleConnections: { solar: false } }) });
  const sampled = await api.ask("POST", ":withSampleConnections", {
    body: workspace("sampled", { streamConfig: { tier: "SP10" } }),
  });
  expect(sampled.headers["content-type"]).toBe("application/vnd.atlas.2024-08-05+json;charset=utf-8");
  expect(Object.keys(sampled.json)).not.toContain("sampleConnections");
  expect(Object.keys(sampled.json)).not.toContain("connections");
  const connections = async (name: string) => (await api.ask("GET", `/${name}?includeConnections=true`)).json.connections;
  for (const name of ["with", "sampled"]) {
    const [only, ...rest] = await connections(name);
    expect(rest).toEqual([]);
    expect(only).toEqual({ id: only.id, name: "sample_stream_solar", region: "VIRGINIA_USA", state: "READY", type: "Sample" });
  }
  expect(await connections("without")).toEqual([]);
});

test("PATCH merges: tier alone, region alone, both shapes of a region", async () => {
  await api.ask("POST", "", { body: workspace("patched", { streamConfig: { tier: "SP10", maxTierSize: "SP50" } }) });
  const patch = async (body: object) => (await api.ask("PATCH", "/patched", { body })).json;
  expect((await patch({ streamConfig: { tier: "SP5" } })).streamConfig).toEqual({ maxTierSize: "SP50", tier: "SP5" });
  expect((await patch({ cloudProvider: "AWS", region: "OHIO_USA" })).dataProcessRegion).toEqual({
    cloudProvider: "AWS",
    region: "OHIO_USA",
  });
  expect((await patch({ dataProcessRegion: { region: "OREGON_USA" } })).dataProcessRegion.region).toBe("OREGON_USA");
  expect((await patch({ cloudProvider: "AZURE" })).errorCode).toBe("INVALID_REGION");
  expect((await patch({ name: "patched" })).dataProcessRegion.region).toBe("OREGON_USA");
  expect((await patch({ name: "other" })).errorCode).toBe("ATTRIBUTE_READ_ONLY");
  expect((await patch({ streamConfig: { tier: "SP50", maxTierSize: "SP10" } })).errorCode).toBe("VALIDATION_ERROR");
  expect((await patch({ streamConfig: null })).streamConfig).toEqual({ tier: "SP30" });
});

test("failover regions are written once, and not with a move", async () => {
  const [ohio, oregon] = ["OHIO_USA", "OREGON_USA"].map((region) => ({ cloudProvider: "AWS", region }));
  await api.ask("POST", "", { body: workspace("failover") });
  const patch = async (body: object) => (await api.ask("PATCH", "/failover", { body })).json;
  expect((await patch({ region: "DUBLIN_IRL", failoverRegions: [ohio] })).errorCode).toBe("VALIDATION_ERROR");
  expect((await patch({ cloudProvider: "AWS", region: "VIRGINIA_USA", failoverRegions: [ohio] })).failoverRegions).toEqual([
    ohio,
  ]);
  expect((await patch({ failoverRegions: [ohio] })).failoverRegions).toEqual([ohio]);
  expect((await patch({ failoverRegions: [oregon] })).errorCode).toBe("VALIDATION_ERROR");
  expect((await patch({ region: "OHIO_USA" })).errorCode).toBe("VALIDATION_ERROR");
});

test("the region stays while a processor runs; naming the same one is fine", async () => {
  await api.ask("POST", "", { body: workspace("busy") });
  const { _id } = (await api.ask("POST", "/busy/processor", { body: { name: "p", pipeline: [] } })).json;
  const move = () => api.ask("PATCH", "/busy", { body: { cloudProvider: "AWS", region: "OHIO_USA" } });
  api.runtime.set(_id, "STARTED");
  expect(outcome(await move())).toEqual([403, "STREAM_TENANT_HAS_STREAM_PROCESSORS", "busy"]);
  expect((await api.ask("PATCH", "/busy", { body: { cloudProvider: "AWS", region: "VIRGINIA_USA" } })).status).toBe(200);
  api.runtime.set(_id, "STOPPED");
  expect((await move()).status).toBe(200);
});

test("DELETE is refused while a processor exists, then takes the connections along", async () => {
  await api.ask("POST", ":withSampleConnections", { body: workspace("doomed") });
  await api.ask("POST", "/doomed/processor", { body: { name: "p", pipeline: [] } });
  const refused = await api.ask("DELETE", "/doomed");
  expect(outcome(refused)).toEqual([403, "STREAM_TENANT_HAS_STREAM_PROCESSORS", "doomed"]);
  expect(refused.json.detail).toBe("Stream workspace with name doomed has active processors, and cannot be changed.");
  expect((await api.ask("DELETE", "/doomed/processor/p")).status).toBe(204);
  expect((await api.ask("DELETE", "/doomed")).text).toBe("{}");
  expect((await api.ask("GET", "/doomed")).status).toBe(404);
  expect(outcome(await api.ask("DELETE", "/doomed"))).toEqual([404, "STREAM_TENANT_NOT_FOUND_FOR_NAME", api.project, "doomed"]);
  await api.ask("POST", "", { body: workspace("doomed") });
  expect((await api.ask("GET", "/doomed/connections")).json.results).toEqual([]);
});

test("processorStatus acts on every processor, and one failure does not hide the others", async () => {
  await api.ask("POST", "", { body: workspace("all") });
  for (const name of ["p", "q"]) await api.ask("POST", "/all/processor", { body: { name, pipeline: [] } });
  const states = async () => (await api.ask("GET", "/all/processors")).json.results.map((each: { state: string }) => each.state);
  const bring = (status: string) => api.ask("PATCH", "/all", { body: { processorStatus: { status } } });
  expect((await bring("STARTED")).status).toBe(200);
  expect(await states()).toEqual(["STARTED", "STARTED"]);
  await api.ask("POST", "/all/processor/p:stop");
  expect((await bring("STOPPED")).status).toBe(200);
  expect(await states()).toEqual(["STOPPED", "STOPPED"]);
  const start = api.runtime.start.bind(api.runtime);
  let count = 0;
  api.runtime.start = async (...args) => {
    if (++count === 1) throw new Error("planted");
    return start(...args);
  };
  expect((await bring("STARTED")).status).toBe(500);
  api.runtime.start = start;
  expect(await states()).toEqual(["STOPPED", "STARTED"]);
  expect(outcome(await bring("RUNNING"))).toEqual([400, "INVALID_ENUM_VALUE", "RUNNING"]);
  const both = { processorStatus: { status: "FAILED_OVER" }, streamConfig: { tier: "SP2" } };
  expect((await api.ask("PATCH", "/all", { body: both })).json.errorCode).toBe("VALIDATION_ERROR");
  expect((await api.ask("GET", "/all")).json.streamConfig.tier).toBe("SP30");
});

test("processorStatus tells of every processor that could not be brought there", async () => {
  await api.ask("POST", "", { body: workspace("failing") });
  for (const name of ["p", "q"]) await api.ask("POST", "/failing/processor", { body: { name, pipeline: [] } });
  api.runtime.failure = new ProcessorError(125, "user-retryable", "Broker a:1 cannot be reached");
  const answer = await api.ask("PATCH", "/failing", { body: { processorStatus: { status: "STARTED" } } });
  api.runtime.failure = undefined;
  expect(outcome(answer)).toEqual([
    400,
    "STREAM_PROCESSOR_GENERIC_ERROR",
    "p, q",
    "p: Broker a:1 cannot be reached; q: Broker a:1 cannot be reached",
  ]);
});

test.each([
  ["", "MALFORMED_JSON"],
  ["{", "MALFORMED_JSON"],
  ['{"name":"a","name":"b"}', "MALFORMED_JSON"],
  ["[]", "INVALID_JSON"],
  ['"x"', "INVALID_JSON"],
  ['{"name":"\\ud800"}', "MALFORMED_JSON"],
  [`${"[".repeat(5000)}`, "MALFORMED_JSON"],
])("the body %.20j is %s", async (raw, code) => {
  expect(outcome(await api.ask("POST", "", { raw }))).toEqual([400, code]);
  expect(outcome(await api.ask("PATCH", "/defaults", { raw }))).toEqual([400, code]);
});

test("bytes that are no UTF-8 are malformed", async () => {
  const headers = { "content-type": "application/json" };
  const token = await api.tokenOf(api.owner);
  const answer = await api.app.inject({
    method: "POST",
    url: `/api/atlas/v2/groups/${api.project}/streams`,
    headers: { ...headers, authorization: `Bearer ${token}`, accept: "application/vnd.atlas.2023-02-01+json" },
    payload: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  });
  expect(answer.json().errorCode).toBe("MALFORMED_JSON");
});
