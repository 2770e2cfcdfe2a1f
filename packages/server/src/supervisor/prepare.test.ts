import { afterEach, beforeEach, expect, test } from "vitest";
import { insertConnection } from "../api/connections/repository.ts";
import { parseJsonObject } from "../api/json.ts";
import { insertProcessor, type NewProcessor, setState, updateProcessor } from "../api/processors/repository.ts";
import { insertWorkspace, type StoredWorkspace } from "../api/workspaces/repository.ts";
import { bootstrap } from "../auth/bootstrap.ts";
import { createSecrets } from "../secrets/secrets.ts";
import { openStore, type Store } from "../store/store.ts";
import { type Occasion, type PreparationDeps, prepare } from "./prepare.ts";

const secrets = createSecrets(Buffer.alloc(32, 7));
const day = 24 * 60 * 60 * 1_000;
const region = { cloudProvider: "AWS", region: "VIRGINIA_USA" };
const pipeline = JSON.stringify([{ $source: { documents: [{ a: 1 }] } }, { $emit: { connectionName: "__testLog" } }]);

let store: Store;
let projectId: string;
let workspace: StoredWorkspace;
let deps: PreparationDeps;

beforeEach(async () => {
  store = await openStore(":memory:");
  ({ projectId } = (await bootstrap(store.db, secrets))!);
  workspace = await insertWorkspace(store.db, projectId, { name: "demo", tier: "SP10", maxTier: "SP30", ...region });
  deps = {
    db: store.db,
    secrets,
    clock: { now: () => Date.now() },
    dataDirectory: "/data",
    deadLetterDirectory: "/dead",
    memoryMb: 4_096,
    processors: [],
  };
});
afterEach(() => store.close());

async function processor(changes: Partial<NewProcessor> = {}): Promise<string> {
  return (await insertProcessor(store.db, workspace.id, { name: "p", pipeline, ...changes })).id;
}

const start: Occasion = { start: {} };

test("everything that a run needs", async () => {
  const id = await processor();
  expect(await prepare(deps, id, start)).toEqual({
    tier: { name: "SP10", memoryMb: 2_048, shared: false },
    order: {
      processorId: id,
      processorName: "p",
      workspaceName: "demo",
      pipeline,
      connections: [],
      settings: {
        checkpointIntervalMs: 30_000,
        maxPartitionLeadMs: 300_000,
        // 80 % of the tier's memory (engine.md 1.7).
        stateLimitBytes: Math.floor(2_048 * 0.8 * 2 ** 20),
      },
      dataDirectory: "/data",
      stateFolder: `checkpoints/${id}`,
      deadLetterDirectory: "/dead",
      resume: true,
    },
  });
});

test("connections come with their secrets in clear, and only those that the pipeline names", async () => {
  for (const name of ["k", "other"]) {
    await insertConnection(store.db, secrets, workspace.id, {
      name,
      type: "Kafka",
      region: region.region,
      settings: parseJsonObject('{"bootstrapServers":"h:1","authentication":{"mechanism":"PLAIN","username":"u"}}'),
      secrets: parseJsonObject('{"authentication":{"password":"pw"}}'),
    });
  }
  const fromKafka = JSON.stringify([
    { $source: { connectionName: "k", topic: "t" } },
    { $emit: { connectionName: "__testLog" } },
  ]);
  const { order } = await prepare(deps, await processor({ pipeline: fromKafka }), start);
  expect(order.connections.map(({ settings, ...rest }) => ({ ...rest, settings: JSON.parse(settings) }))).toEqual([
    {
      name: "k",
      type: "Kafka",
      settings: { bootstrapServers: "h:1", authentication: { mechanism: "PLAIN", username: "u", password: "pw" } },
    },
  ]);
});

test("the tier: of the start, else of the processor, else of the workspace; again, that of the last start", async () => {
  const id = await processor({ tier: "SP5" });
  const tierAt = async (occasion: Occasion) => (await prepare(deps, id, occasion)).tier.name;
  expect(await tierAt({ start: { tier: "SP2" } })).toBe("SP2");
  expect(await tierAt(start)).toBe("SP5");
  await setState(store.db, id, "STARTED", { effectiveTier: "SP30" });
  expect(await tierAt("again")).toBe("SP30");
  expect(await tierAt(start)).toBe("SP5");
});

test("a tier above the workspace's maximum is refused", async () => {
  await expect(prepare(deps, await processor(), { start: { tier: "SP50" } })).rejects.toMatchObject({
    errorClass: "user-fatal",
    message: "Tier SP50 is above the workspace's maximum tier SP30",
  });
});

test("it resumes, unless its owner says otherwise, now or with an earlier change, or it stood still for 45 days", async () => {
  const id = await processor();
  const resumes = async (occasion: Occasion) => (await prepare(deps, id, occasion)).order.resume;
  await setState(store.db, id, "STOPPED");
  expect(await resumes(start)).toBe(true);
  expect(await resumes({ start: { resumeFromCheckpoint: false } })).toBe(false);
  deps.clock = { now: () => Date.now() + 44 * day };
  expect(await resumes(start)).toBe(true);
  deps.clock = { now: () => Date.now() + 45 * day };
  expect(await resumes(start)).toBe(false);
  expect(await resumes("again")).toBe(true);
  deps.clock = { now: () => Date.now() };
  await updateProcessor(store.db, id, { resumeFromCheckpoint: false });
  expect(await resumes(start)).toBe(false);
  await setState(store.db, id, "STARTED");
  expect(await resumes(start)).toBe(true);
});

test("a dead letter queue in a Cluster connection is refused with a way out; an empty one is none", async () => {
  const dlq = JSON.stringify({ dlq: { connectionName: "atlas", db: "d", coll: "c" } });
  await expect(prepare(deps, await processor({ options: dlq }), start)).rejects.toMatchObject({
    code: 420,
    message: expect.stringMatching(/Cluster connection "atlas".*Without options\.dlq they go to files/),
  });
  await prepare(deps, await processor({ name: "q", options: '{"dlq":{}}' }), start);
});

test("startAtOperationTime is for change streams", async () => {
  const occasion = { start: { startAtOperationTime: new Date(0) } };
  await expect(prepare(deps, await processor(), occasion)).rejects.toThrow("startAtOperationTime is for change stream sources");
});

test("a pipeline that has become wrong is refused with its problems", async () => {
  const lost = JSON.stringify([{ $source: { connectionName: "gone", topic: "t" } }, { $emit: { connectionName: "__testLog" } }]);
  await expect(prepare(deps, await processor({ pipeline: lost }), start)).rejects.toThrow(/gone/);
});

test("the workspace is named in dead letters only where a project has several", async () => {
  const id = await processor();
  expect((await prepare(deps, id, start)).order.instanceName).toBeUndefined();
  await insertWorkspace(store.db, projectId, { name: "second", tier: "SP10", ...region });
  expect((await prepare(deps, id, start)).order.instanceName).toBe("demo");
});

test("server settings and options reach the run; the memory of the machine limits the state", async () => {
  deps.processors = [{ match: "demo/*", checkpointIntervalMs: 500, maxPartitionLeadMs: 1_000 }];
  deps.memoryMb = 1_000;
  const { order } = await prepare(deps, await processor({ options: '{"streamMetaFieldName":"_meta"}' }), start);
  expect(order).toMatchObject({
    streamMetaFieldName: "_meta",
    settings: { checkpointIntervalMs: 500, maxPartitionLeadMs: 1_000, stateLimitBytes: 800 * 2 ** 20 },
  });
  deps.processors = [{ match: "demo/p", stateLimitMb: 128 }];
  expect((await prepare(deps, order.processorId, start)).order.settings.stateLimitBytes).toBe(128 * 2 ** 20);
});

test("a processor that was deleted meanwhile", async () => {
  await expect(prepare(deps, "65f000000000000000000009", "again")).rejects.toMatchObject({ errorClass: "user-fatal" });
});
