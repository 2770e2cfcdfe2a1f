import { afterAll, beforeAll, expect, test } from "vitest";
import { Harness, workspace } from "./testing/harness.ts";

// Conflicting writes at the same time end in one of the legal outcomes, never in 500.

let api: Harness;
beforeAll(async () => {
  api = await Harness.open();
  await api.ask("POST", ":withSampleConnections", { body: workspace("w") });
});
afterAll(() => api.close());

const statuses = async (asks: Promise<{ status: number }>[]) => (await Promise.all(asks)).map(({ status }) => status).sort();
const times = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));

test("of many creations of one name exactly one succeeds", async () => {
  const conflicts = times(7, () => 409);
  expect(await statuses(times(8, () => api.ask("POST", "", { body: workspace("same") })))).toEqual([200, ...conflicts]);
  const connection = { name: "same", type: "Https", url: "https://x" };
  expect(await statuses(times(8, () => api.ask("POST", "/w/connections", { body: connection })))).toEqual([200, ...conflicts]);
  expect(await statuses(times(8, () => api.ask("POST", "/w/processor", { body: { name: "same", pipeline: [] } })))).toEqual([
    200,
    ...conflicts,
  ]);
});

test("of two starts one succeeds", async () => {
  await api.ask("POST", "/w/processor", { body: { name: "two", pipeline: [] } });
  expect(await statuses(times(2, () => api.ask("POST", "/w/processor/two:start")))).toEqual([200, 400]);
  expect(await statuses(times(2, () => api.ask("POST", "/w/processor/two:stop")))).toEqual([200, 400]);
  expect(await statuses(times(2, () => api.ask("DELETE", "/w/processor/two")))).toEqual([204, 404]);
});

test("a workspace is either gone, or there with the processor created meanwhile", async () => {
  for (const round of times(10, (index) => index)) {
    await api.ask("POST", "", { body: workspace(`race${round}`) });
    const [removed, created] = await Promise.all([
      api.ask("DELETE", `/race${round}`),
      api.ask("POST", `/race${round}/processor`, { body: { name: "p", pipeline: [] } }),
    ]);
    const exists = (await api.ask("GET", `/race${round}`)).status;
    expect([
      [202, 404, 404],
      [403, 200, 200],
    ]).toContainEqual([removed.status, created.status, exists]);
  }
});

test("a connection is either gone, or there with the processor that uses it", async () => {
  for (const round of times(10, (index) => index)) {
    const name = `c${round}`;
    await api.ask("POST", "/w/connections", { body: { name, type: "Https", url: "https://x" } });
    const [removed, created] = await Promise.all([
      api.ask("DELETE", `/w/connections/${name}`),
      api.ask("POST", "/w/processor", { body: { name, pipeline: [{ $https: { connectionName: name } }] } }),
    ]);
    expect([
      [202, 400],
      [403, 200],
    ]).toContainEqual([removed.status, created.status]);
  }
});

test("renames to one name: one succeeds", async () => {
  for (const name of ["r1", "r2"]) await api.ask("POST", "/w/processor", { body: { name, pipeline: [] } });
  const renames = ["r1", "r2"].map((name) => api.ask("PATCH", `/w/processor/${name}`, { body: { name: "r3" } }));
  expect(await statuses(renames)).toEqual([200, 409]);
});
