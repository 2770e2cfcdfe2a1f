import { afterAll, beforeAll, expect, test } from "vitest";
import { operations } from "./generated/operations.ts";
import { customMethodRewriter, routerPath } from "./routing.ts";
import { Harness, workspace } from "./testing/harness.ts";

// admin-api.md 3

const rewrite = customMethodRewriter([
  "/g/{groupId}/streams",
  "/g/{groupId}/streams:withSampleConnections",
  "/g/{groupId}/streams/{tenantName}/processor/{processorName}",
  "/g/{groupId}/streams/{tenantName}/processor/{processorName}:start",
  "/g/{groupId}/streams/{tenantName}/processor/{processorName}:startWith",
]);

test.each([
  ["/g/1/streams:withSampleConnections", "/g/1/streams/:withSampleConnections"],
  ["/g/1/streams%3AwithSampleConnections?pretty=true", "/g/1/streams/:withSampleConnections?pretty=true"],
  ["/g/1/streams/w/processor/p:start", "/g/1/streams/w/processor/p/:start"],
  ["/g/1/streams/w/processor/p%3astartWith?a=:b", "/g/1/streams/w/processor/p/:startWith?a=:b"],
  ["/g/1/streams/w/processor/start:start", "/g/1/streams/w/processor/start/:start"],
  ["/g/1/streams/w/processor/p:other", "/g/1/streams/w/processor/p:other"],
  ["/g/1/streams/w:start", "/g/1/streams/w:start"],
  ["/g/1/streams/w/processor/p?x=:start", "/g/1/streams/w/processor/p?x=:start"],
  ["/g/1/streams/w/processor/p/:start", "/no-such-path"],
  ["/g/1/streams/w/processor/:start", "/no-such-path"],
])("%s is routed as %s", (target, routed) => {
  expect(rewrite(target)).toBe(routed);
});

test("paths in the router's spelling", () => {
  expect(routerPath("/g/{groupId}/streams/{tenantName}/processor/{processorName}:stop")).toBe(
    "/g/:groupId/streams/:tenantName/processor/:processorName/::stop",
  );
});

let api: Harness;
beforeAll(async () => {
  api = await Harness.open();
  await api.ask("POST", "", { body: workspace("Wide-1") });
  await api.ask("POST", "/Wide-1/processor", { body: { name: "start", pipeline: [{ $source: {} }] } });
});
afterAll(() => api.close());

test("a processor named like a custom method is found, and starts", async () => {
  expect((await api.ask("GET", "/Wide-1/processor/start")).json.state).toBe("CREATED");
  expect((await api.ask("POST", "/Wide-1/processor/start%3Astart")).text).toBe("{}");
  expect((await api.ask("POST", "/Wide-1/processor/start:stop")).status).toBe(200);
});

test("names are decoded and compared case-sensitively", async () => {
  expect((await api.ask("GET", "/Wide%2D1")).json.name).toBe("Wide-1");
  expect((await api.ask("GET", "/wide-1")).json.errorCode).toBe("STREAM_TENANT_NOT_FOUND_FOR_NAME");
  expect((await api.ask("GET", "/a%2Fb")).json.parameters).toEqual([api.project, "a/b"]);
});

test("a known path with another method is 405, without credentials too", async () => {
  const answer = await api.ask("PUT", "/Wide-1", { headers: { authorization: null } });
  expect([answer.status, answer.json.errorCode, answer.headers["allow"]]).toEqual([
    405,
    "METHOD_NOT_ALLOWED",
    "DELETE, GET, PATCH",
  ]);
  expect((await api.ask("GET", "/Wide-1/processor/start:start")).headers["allow"]).toBe("POST");
  expect((await api.ask("GET", "/Wide-1/processor")).status).toBe(405);
  expect((await api.ask("PUT", "/Wide-1", { raw: "{", headers: { "content-type": "a/b" } })).status).toBe(405);
});

test.each([
  "/Wide-1/unknown",
  "/Wide-1/processor/start/",
  "/Wide-1/processor/start/:start",
  "/privateLinkConnections/unknown/unknown",
])("%s is not a resource of this server", async (path) => {
  const answer = await api.ask("GET", path, { headers: { authorization: null } });
  const target = `/api/atlas/v2/groups/${api.project}/streams${path.split("?")[0]}`;
  expect([answer.status, answer.json.errorCode, answer.json.parameters]).toEqual([404, "RESOURCE_NOT_FOUND", [target]]);
});

test("paths elsewhere and names of any length", async () => {
  expect((await api.ask("GET", "/api/atlas/v2/unknown")).json.errorCode).toBe("RESOURCE_NOT_FOUND");
  expect((await api.ask("GET", `/${"n".repeat(1000)}`)).json.errorCode).toBe("STREAM_TENANT_NOT_FOUND_FOR_NAME");
  expect((await api.ask("GET", `/${"n".repeat(9000)}`)).json.errorCode).toBe("RESOURCE_NOT_FOUND");
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    expect((await api.ask("GET", `/${name}`)).json.errorCode).toBe("STREAM_TENANT_NOT_FOUND_FOR_NAME");
    expect((await api.ask("GET", `/Wide-1/connections/${name}`)).json.errorCode).toBe("STREAM_CONNECTION_NOT_FOUND_FOR_NAME");
  }
});

test("percent-encoding that is none is 400", async () => {
  expect((await api.app.inject({ url: "/api/atlas/v2/groups/%zz/streams" })).json().errorCode).toBe("INVALID_PATH_PARAMETER");
});

test("each of the 37 streams operations is there and asks who is calling", async () => {
  const streams = Object.values(operations).filter(({ path }) => path.includes("/streams"));
  expect(streams.length).toBe(37);
  for (const { method, path } of streams) {
    const url = path.replace("{groupId}", api.project).replace(/\{\w+\}/g, "x");
    expect([url, (await api.ask(method, url, { headers: { authorization: null } })).status]).toEqual([url, 401]);
  }
});
