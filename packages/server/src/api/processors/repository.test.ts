import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore, type Store } from "../../store/store.ts";
import { insertOrganization, insertProject } from "../projects/repository.ts";
import { insertWorkspace } from "../workspaces/repository.ts";
import {
  findProcessor,
  insertProcessor,
  listProcessorsByDesiredState,
  markDropped,
  setDesiredState,
  setState,
  unmarkDropped,
  updateProcessor,
} from "./repository.ts";

let store: Store;
let workspaceId: string;
beforeAll(async () => {
  store = await openStore(":memory:");
  const project = await insertProject(store.db, await insertOrganization(store.db, "o"), "p");
  const workspace = { name: "w", cloudProvider: "AWS", region: "VIRGINIA_USA", tier: "SP30" };
  workspaceId = (await insertWorkspace(store.db, project.id, workspace)).id;
});
afterAll(() => store.close());

let count = 0;
const fresh = async () => (await insertProcessor(store.db, workspaceId, { name: `p${++count}`, pipeline: "[]" })).id;
const find = async (id: string) => (await findProcessor(store.db, id))!;

test("a new processor", async () => {
  expect(await find(await fresh())).toMatchObject({
    state: "CREATED",
    desiredState: "stopped",
    hasStarted: false,
    resumeFromCheckpoint: true,
    pipelineVersion: 1,
    tier: undefined,
    options: undefined,
    failoverEnabled: undefined,
    error: undefined,
  });
});

test("the first STARTED is remembered and uses up a fresh beginning", async () => {
  const id = await fresh();
  await updateProcessor(store.db, id, { resumeFromCheckpoint: false });
  await setState(store.db, id, "PROVISIONING", { effectiveTier: "SP10" });
  expect(await find(id)).toMatchObject({
    state: "PROVISIONING",
    hasStarted: false,
    resumeFromCheckpoint: false,
    effectiveTier: "SP10",
  });
  await setState(store.db, id, "STARTED");
  await setState(store.db, id, "STOPPED");
  expect(await find(id)).toMatchObject({ state: "STOPPED", hasStarted: true, resumeFromCheckpoint: true, effectiveTier: "SP10" });
});

test("an error belongs to FAILED and goes with it", async () => {
  const id = await fresh();
  const error = { code: 419, message: "no topic", retryable: true };
  await setState(store.db, id, "FAILED", { error });
  expect((await find(id)).error).toEqual(error);
  await setState(store.db, id, "PROVISIONING");
  expect((await find(id)).error).toBeUndefined();
});

test("a deletion that has begun cannot be overwritten, only taken back", async () => {
  const id = await fresh();
  await setDesiredState(store.db, id, "started");
  expect((await listProcessorsByDesiredState(store.db, "started")).map((each) => each.id)).toEqual([id]);
  await markDropped(store.db, id);
  await setDesiredState(store.db, id, "stopped");
  expect((await find(id)).desiredState).toBe("dropped");
  await unmarkDropped(store.db, id, "started");
  expect((await find(id)).desiredState).toBe("started");
});
