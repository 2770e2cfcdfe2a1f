import { ProcessorError } from "@millrace/engine";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Got, Harness, workspace } from "../testing/harness.ts";
import { finishRemovals } from "./recovery.ts";
import { findProcessorByName, markDropped, setDesiredState } from "./repository.ts";

// admin-api.md 9.5, 10.4

let api: Harness;
beforeAll(async () => {
  api = await Harness.open({ patience: 50 });
  await api.ask("POST", ":withSampleConnections", {
    body: workspace("w", { failoverRegions: [{ cloudProvider: "AWS", region: "OHIO_USA" }] }),
  });
  const cluster = { type: "Cluster", clusterName: "c", dbRoleToExecute: { role: "r", type: "CUSTOM" } };
  await api.ask("POST", "/w/connections", { body: { name: "cluster", ...cluster } });
});
afterAll(() => api.close());
beforeEach(() => {
  api.runtime.problems = [];
  api.runtime.failure = undefined;
  api.runtime.gate = undefined;
});

const source = { $source: { connectionName: "sample_stream_solar" } };
const sink = { $emit: { connectionName: "__testLog" } };
const dlq = { connectionName: "cluster", db: "d", coll: "c" };

let count = 0;
/** A new processor; its name. */
async function fresh(more: object = {}): Promise<string> {
  const name = `p${++count}`;
  const created = await api.ask("POST", "/w/processor", { body: { name, pipeline: [source, sink], ...more } });
  expect(created.status).toBe(200);
  return name;
}

const get = async (name: string) => (await api.ask("GET", `/w/processor/${name}`)).json;
const patch = (name: string, body: object) => api.ask("PATCH", `/w/processor/${name}`, { body });
const act = (name: string, method: string, body?: object) =>
  api.ask("POST", `/w/processor/${name}:${method}`, body === undefined ? {} : { body });
const outcome = ({ status, json }: Got) => [status, json.errorCode, ...(json.parameters ?? [])];
const id = async (name: string) => (await get(name))._id as string;

test("create answers what was sent; GET adds state and tier, and no statistics yet", async () => {
  const body = { name: "first", pipeline: [source, sink], options: { dlq }, tier: "SP10" };
  const created = await api.ask("POST", "/w/processor", { body });
  const self = `https://millrace.example:8443/api/atlas/v2/groups/${api.project}/streams/w/processor/first`;
  const { _id } = created.json;
  expect(_id).toMatch(/^[0-9a-f]{24}$/);
  expect(created.json).toEqual({ _id, links: [{ href: self, rel: "self" }], ...body, state: "CREATED" });
  expect(await get("first")).toEqual({ _id, links: [{ href: self, rel: "self" }], ...body, state: "CREATED" });
  expect(created.headers["content-type"]).toBe("application/vnd.atlas.2024-05-30+json;charset=utf-8");
});

test("what was not given is left out of the answer of create; GET reports the workspace's tier", async () => {
  const { json } = await api.ask("POST", "/w/processor", { body: { name: "plain", pipeline: [source] } });
  expect(Object.keys(json)).toEqual(["_id", "links", "name", "pipeline", "state"]);
  expect((await get("plain")).tier).toBe("SP30");
});

test("a pipeline comes back with its keys in order and its numbers as spelled", async () => {
  const pipeline =
    '[{"$source":{"connectionName":"sample_stream_solar"}},{"$match":{"z":1,"10":2,"2":1.0,"a":{"$gt":12345678901234567890},"e":1e3,"__proto__":{"x":1}}}]';
  await api.ask("POST", "/w/processor", { raw: `{"name":"exact","pipeline": ${pipeline} }` });
  expect((await api.ask("GET", "/w/processor/exact")).text).toContain(`"pipeline":${pipeline},`);
  expect((await api.ask("GET", "/w/processors")).text).toContain(`"pipeline":${pipeline},`);
});

test("a pipeline may come as a string; the dead letter queue may stand at the top (SDK of 2024-05-30)", async () => {
  const { json } = await api.ask("POST", "/w/processor", {
    body: { name: "old-sdk", pipeline: JSON.stringify([source, sink]), dlq },
  });
  expect([json.pipeline, json.options]).toEqual([[source, sink], { dlq }]);
});

test.each([
  ["no name", { pipeline: [] }, [400, "MISSING_ATTRIBUTE", "name"]],
  ["no pipeline", { name: "x" }, [400, "MISSING_ATTRIBUTE", "pipeline"]],
  ["an ill-formed name", { name: "a b", pipeline: [] }, [400, "VALIDATION_ERROR"]],
  ["a reserved name", { name: "__x", pipeline: [] }, [400, "VALIDATION_ERROR"]],
  ["an unknown tier", { name: "x", pipeline: [], tier: "SP1" }, [400, "INVALID_ENUM_VALUE", "SP1"]],
  ["an unknown option", { name: "x", pipeline: [], options: { color: 1 } }, [400, "INVALID_ATTRIBUTE", "options.color"]],
  [
    "half a dead letter queue",
    { name: "x", pipeline: [], options: { dlq: { connectionName: "cluster", db: "d" } } },
    [400, "MISSING_ATTRIBUTE", "options.dlq.coll"],
  ],
  [
    "a dead letter queue on an unknown connection",
    { name: "x", pipeline: [], options: { dlq: { ...dlq, connectionName: "nope" } } },
    [
      400,
      "STREAM_PROCESSOR_GENERIC_ERROR",
      "x",
      "connection named nope does not exist. Check sp.listConnections() for available connections",
    ],
  ],
  [
    "a dead letter queue that is no cluster",
    { name: "x", pipeline: [], options: { dlq: { ...dlq, connectionName: "sample_stream_solar" } } },
    [
      400,
      "STREAM_PROCESSOR_GENERIC_ERROR",
      "x",
      "the dead letter queue needs a Cluster connection; sample_stream_solar is of type Sample",
    ],
  ],
  [
    "an unknown connection",
    { name: "x", pipeline: [{ $source: { connectionName: "nope" } }] },
    [
      400,
      "STREAM_PROCESSOR_GENERIC_ERROR",
      "x",
      "connection named nope does not exist. Check sp.listConnections() for available connections",
    ],
  ],
  ["failover without a cluster", { name: "x", pipeline: [source, sink], failoverEnabled: true }, [400, "VALIDATION_ERROR"]],
])("%s is refused and leaves nothing behind", async (_, body, expected) => {
  expect(outcome(await api.ask("POST", "/w/processor", { body })).slice(0, expected.length)).toEqual(expected);
  expect((await api.ask("GET", "/w/processor/x")).status).toBe(404);
});

test("failover between clusters is stored", async () => {
  const pipeline = [
    { $source: { connectionName: "cluster" } },
    { $merge: { into: { connectionName: "cluster", db: "d", coll: "c" } } },
  ];
  const name = await fresh({ pipeline, failoverEnabled: true });
  expect((await get(name)).failoverEnabled).toBe(true);
});

test("all problems that the engine finds are told", async () => {
  api.runtime.problems = [
    { code: 9, pointer: "/1", message: "Unknown stage $emitt at /1. Did you mean $emit?" },
    { code: 72, pointer: "/2/$limit", message: "must be positive" },
  ];
  const refused = await api.ask("POST", "/w/processor", { body: { name: "broken", pipeline: [] } });
  expect(refused.json.parameters).toEqual([
    "broken",
    "Unknown stage $emitt at /1. Did you mean $emit?; must be positive (at /2/$limit)",
  ]);
  expect(refused.json.detail).toMatch(/^Streams Processor with this name \(broken\) had a problem occur: Unknown stage/);
  expect((await api.ask("GET", "/w/processor/broken")).status).toBe(404);
  expect((await api.ask("GET", "/w/processors?itemsPerPage=500")).text).not.toContain('"broken"');
});

test("a taken name is a conflict, an unknown processor is not found", async () => {
  const name = await fresh();
  const again = await api.ask("POST", "/w/processor", { body: { name, pipeline: [] } });
  expect(outcome(again)).toEqual([409, "STREAM_PROCESSOR_ALREADY_EXISTS_FOR_NAME", name, api.project, "w"]);
  const missing = await api.ask("GET", "/w/processor/none");
  expect(missing.json.detail).toBe(`Stream processor with name none for project ${api.project} and name w not found.`);
  expect(outcome(await api.ask("GET", "/none/processor/none"))[1]).toBe("STREAM_TENANT_NOT_FOUND_FOR_NAME");
});

test("start, stop, start again: {} each time, statistics from the first start on", async () => {
  const name = await fresh();
  const started = await act(name, "start");
  expect([started.status, started.text, started.headers["content-type"]]).toEqual([
    200,
    "{}",
    "application/vnd.atlas.2024-05-30+json;charset=utf-8",
  ]);
  const running = await get(name);
  expect(running.state).toBe("STARTED");
  expect(running.stats).toEqual({
    name: "p",
    inputMessageCount: 600,
    outputMessageSize: 15400,
    watermark: "2026-01-05T09:10:00.000Z",
  });
  expect((await act(name, "stop")).text).toBe("{}");
  expect((await get(name)).state).toBe("STOPPED");
  expect((await get(name)).stats).toBeDefined();
  expect((await act(name, "startWith")).text).toBe("{}");
  expect((await get(name)).state).toBe("STARTED");
});

test("startWith: options reach the engine, the tier shows afterwards", async () => {
  const name = await fresh({ tier: "SP5" });
  const body = { resumeFromCheckpoint: false, startAtOperationTime: "2026-01-05T09:10:00.5Z", tier: "SP10" };
  expect((await act(name, "startWith", body)).headers["content-type"]).toBe(
    "application/vnd.atlas.2025-03-12+json;charset=utf-8",
  );
  expect(api.runtime.starts.at(-1)?.options).toEqual({
    resumeFromCheckpoint: false,
    startAtOperationTime: new Date("2026-01-05T09:10:00.500Z"),
    tier: "SP10",
  });
  expect((await get(name)).tier).toBe("SP10");
});

test("startWith: empty object, no body, bad bodies", async () => {
  const name = await fresh();
  expect((await act(name, "startWith", {})).status).toBe(200);
  const other = await fresh();
  expect(outcome(await act(other, "startWith", { startAtOperationTime: "yesterday" }))).toEqual([
    400,
    "INVALID_DATE_FORMAT",
    "yesterday",
  ]);
  expect(outcome(await act(other, "startWith", { startAtOperationTime: "2026-02-31" }))[1]).toBe("INVALID_DATE_FORMAT");
  expect(outcome(await act(other, "startWith", { tier: "big" }))).toEqual([400, "INVALID_ENUM_VALUE", "big"]);
  expect(outcome(await act(other, "startWith", { resumeFromCheckpoint: "yes" }))[1]).toBe("INVALID_JSON_ATTRIBUTE");
  expect(outcome(await act(other, "startWith", { failover: {} }))).toEqual([400, "MISSING_ATTRIBUTE", "failover.region"]);
  expect(outcome(await act(other, "startWith", { failover: { region: "OHIO_USA" } }))[1]).toBe("VALIDATION_ERROR");
  expect((await get(other)).state).toBe("CREATED");
});

test("start and stop ignore a body", async () => {
  const name = await fresh();
  expect((await api.ask("POST", `/w/processor/${name}:start`, { raw: "{" })).status).toBe(200);
  expect(
    (await api.ask("POST", `/w/processor/${name}:stop`, { raw: "{}", headers: { "content-type": "text/plain" } })).status,
  ).toBe(200);
});

test("start of a running and stop of a resting processor are 400 and name the state", async () => {
  const name = await fresh();
  for (const state of ["CREATED", "STOPPED", "FAILED"] as const) {
    api.runtime.set(await id(name), state);
    const [status, code, , problem] = outcome(await act(name, "stop"));
    expect([status, code]).toEqual([400, "STREAM_PROCESSOR_GENERIC_ERROR"]);
    expect(problem).toMatch(new RegExp(`^INVALID_STATE: .*${state}`));
  }
  await act(name, "start");
  const [status, code, processor, problem] = outcome(await act(name, "start"));
  expect([status, code, processor]).toEqual([400, "STREAM_PROCESSOR_GENERIC_ERROR", name]);
  expect(problem).toMatch(/^INVALID_STATE: .*STARTED/);
  expect((await get(name)).state).toBe("STARTED");
});

test("states in between never show", async () => {
  const name = await fresh();
  let open = () => {};
  const shut = () => {
    api.runtime.gate = new Promise((resolve) => {
      open = resolve;
    });
  };
  const until = async (state: string) => {
    while (api.runtime.state(processor).name !== state) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  const processor = await id(name);
  shut();
  const starting = act(name, "start");
  await until("PROVISIONING");
  expect((await get(name)).state).toBe("CREATED");
  expect(outcome(await act(name, "start"))[1]).toBe("STREAM_PROCESSOR_GENERIC_ERROR");
  expect(outcome(await patch(name, { tier: "SP2" }))[1]).toBe("STREAM_PROCESSOR_GENERIC_ERROR");
  open();
  expect((await starting).status).toBe(200);
  shut();
  const stopping = act(name, "stop");
  await until("STOPPING");
  expect((await get(name)).state).toBe("STARTED");
  open();
  expect((await stopping).status).toBe(200);
  expect((await get(name)).state).toBe("STOPPED");
});

test("what the engine refuses is 400 with its text; its silence is 504; its crash is 500 without text", async () => {
  const name = await fresh();
  api.runtime.failure = new ProcessorError(419, "user-fatal", "topic 'x' does not exist");
  expect(outcome(await act(name, "start"))).toEqual([400, "STREAM_PROCESSOR_GENERIC_ERROR", name, "topic 'x' does not exist"]);
  expect((await get(name)).state).toBe("FAILED");
  api.runtime.failure = new Error("at /secret/path");
  const crash = await act(name, "start");
  expect(crash.text).toBe(
    '{"detail":"Unexpected error.","error":500,"errorCode":"UNEXPECTED_ERROR","parameters":[],"reason":"Internal Server Error"}',
  );
  api.runtime.failure = undefined;
  api.runtime.gate = new Promise(() => {});
  const silent = await act(name, "start");
  expect(outcome(silent)).toEqual([504, "STREAM_PROCESSOR_TIMEOUT", "w", name]);
  expect([silent.json.detail, silent.json.reason]).toEqual([
    "Streams Processor with this name (w) timed out while processing.",
    "Gateway Timeout",
  ]);
});

test.each(["CREATED", "STOPPED", "FAILED"] as const)("PATCH of a %s processor leaves its state", async (state) => {
  const name = await fresh();
  api.runtime.set(await id(name), state);
  const { status, json } = await patch(name, { name, pipeline: [source, { $limit: 5 }, sink] });
  expect([status, json.state]).toEqual([200, state]);
  expect(json.pipeline).toEqual([source, { $limit: 5 }, sink]);
});

test("PATCH of a running processor is refused", async () => {
  const name = await fresh();
  await act(name, "start");
  const [status, code, , problem] = outcome(await patch(name, { pipeline: [sink] }));
  expect([status, code]).toEqual([400, "STREAM_PROCESSOR_GENERIC_ERROR"]);
  expect(problem).toMatch(/INVALID_STATE: .*STARTED.* must be stopped/);
  expect((await get(name)).pipeline).toEqual([source, sink]);
});

test("PATCH of a processor that is started meanwhile is refused", async () => {
  const name = await fresh();
  const processor = await id(name);
  api.runtime.whileChecking = () => api.runtime.set(processor, "PROVISIONING");
  const refused = await patch(name, { pipeline: [source] });
  api.runtime.whileChecking = undefined;
  expect(outcome(refused).slice(0, 2)).toEqual([400, "STREAM_PROCESSOR_GENERIC_ERROR"]);
  expect((await get(name)).pipeline).toEqual([source, sink]);
});

test("PATCH keeps what it does not name, and merges options key by key", async () => {
  const name = await fresh({ tier: "SP10", options: { dlq } });
  const autoscaling = { enabled: true, minTier: "SP10", maxTier: "SP30" };
  expect((await patch(name, { options: { autoscaling } })).json).toMatchObject({ tier: "SP10", options: { autoscaling, dlq } });
  expect((await patch(name, { tier: "SP2" })).json).toMatchObject({
    tier: "SP2",
    options: { autoscaling, dlq },
    pipeline: [source, sink],
  });
  expect((await patch(name, { options: { dlq: {} } })).json.options).toEqual({ autoscaling });
  expect("options" in (await patch(name, { options: { autoscaling: null } })).json).toBe(false);
});

test("PATCH ignores read-only fields that were read before", async () => {
  const name = await fresh();
  const { status } = await patch(name, { ...(await get(name)), stats: { a: 1 } });
  expect(status).toBe(200);
});

test("PATCH renames, unless the name is taken", async () => {
  const [name, other] = [await fresh(), await fresh()];
  const renamed = await patch(name, { name: "renamed" });
  expect(renamed.json.name).toBe("renamed");
  expect(renamed.json.links[0].href).toMatch(/\/processor\/renamed$/);
  expect((await api.ask("GET", `/w/processor/${name}`)).status).toBe(404);
  expect(outcome(await patch("renamed", { name: other }))).toEqual([
    409,
    "STREAM_PROCESSOR_ALREADY_EXISTS_FOR_NAME",
    other,
    api.project,
    "w",
  ]);
  expect(outcome(await patch("renamed", { name: "a b" }))[1]).toBe("VALIDATION_ERROR");
});

test("PATCH checks the new definition, and a refused one changes nothing", async () => {
  const name = await fresh();
  api.runtime.problems = [{ code: 9, pointer: "", message: "no sink" }];
  expect(outcome(await patch(name, { tier: "SP2", pipeline: [] }))).toEqual([
    400,
    "STREAM_PROCESSOR_GENERIC_ERROR",
    name,
    "no sink",
  ]);
  expect((await get(name)).tier).toBe("SP30");
  api.runtime.problems = [];
  expect(outcome(await patch(name, { pipeline: [{ $source: { connectionName: "nope" } }] }))[1]).toBe(
    "STREAM_PROCESSOR_GENERIC_ERROR",
  );
  expect((await get(name)).pipeline).toEqual([source, sink]);
});

test("after a first start only a change that the checkpoint bears is taken, or a fresh beginning", async () => {
  const name = await fresh();
  await act(name, "start");
  await act(name, "stop");
  await api.store.db.updateTable("processors").set({ has_started: 1 }).where("name", "=", name).execute();
  const other = [{ $source: { documents: [] } }, sink];
  const refused = await patch(name, { pipeline: other });
  expect(refused.json.parameters[1]).toMatch(/\$source stage cannot be changed.*resumeFromCheckpoint: false/);
  expect((await patch(name, { pipeline: other, options: { resumeFromCheckpoint: false } })).json.pipeline).toEqual(other);
  const workspaceId = (await api.ask("GET", "/w")).json._id;
  expect(await findProcessorByName(api.store.db, workspaceId, name)).toMatchObject({
    resumeFromCheckpoint: false,
    pipelineVersion: 2,
  });
});

test("the same pipeline again is no new version", async () => {
  const name = await fresh();
  await patch(name, { name, pipeline: [source, sink] });
  const workspaceId = (await api.ask("GET", "/w")).json._id;
  expect((await findProcessorByName(api.store.db, workspaceId, name))?.pipelineVersion).toBe(1);
});

test.each(["CREATED", "STARTED", "STOPPED", "FAILED"] as const)(
  "DELETE of a %s processor: 204 without body, then 404",
  async (state) => {
    const name = await fresh();
    const processor = await id(name);
    api.runtime.set(processor, state);
    const gone = await api.ask("DELETE", `/w/processor/${name}`);
    expect([gone.status, gone.text, gone.headers["content-type"]]).toEqual([204, "", undefined]);
    expect(api.runtime.dropped).toContain(processor);
    expect((await api.ask("GET", `/w/processor/${name}`)).status).toBe(404);
    expect((await api.ask("DELETE", `/w/processor/${name}`)).status).toBe(404);
  },
);

test("a removal that fails leaves the processor", async () => {
  const name = await fresh();
  api.runtime.failure = new Error("disk");
  expect((await api.ask("DELETE", `/w/processor/${name}`)).status).toBe(500);
  api.runtime.failure = undefined;
  expect((await get(name)).state).toBe("CREATED");
  expect((await api.ask("DELETE", `/w/processor/${name}`)).status).toBe(204);
});

test("a removal that a crash cut short is hidden at once and finished at the next start", async () => {
  const name = await fresh();
  const processor = await id(name);
  await markDropped(api.store.db, processor);
  await setDesiredState(api.store.db, processor, "stopped");
  expect((await api.ask("GET", `/w/processor/${name}`)).status).toBe(404);
  expect((await api.ask("GET", "/w/processors?itemsPerPage=500")).text).not.toContain(processor);
  await finishRemovals({ store: api.store, runtime: api.runtime }, api.app.log);
  expect(api.runtime.dropped).toContain(processor);
  await api.ask("POST", "/w/processor", { body: { name, pipeline: [] } });
  expect((await get(name))._id).not.toBe(processor);
});
