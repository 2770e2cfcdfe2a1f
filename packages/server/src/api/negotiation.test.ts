import { afterAll, beforeAll, expect, test } from "vitest";
import { isReadable, negotiate } from "./negotiation.ts";
import { Harness, workspace } from "./testing/harness.ts";

// admin-api.md 4

const old = { versions: ["2023-02-01"], format: "json" } as const;

test.each([
  ["application/vnd.atlas.2023-02-01+json", "2023-02-01"],
  ["application/vnd.atlas.2025-03-12+json", "2023-02-01"],
  ["application/vnd.atlas.2024-01-01+json", "2023-02-01"],
  ["application/vnd.atlas.2099-12-31+json", "2023-02-01"],
  ["APPLICATION/VND.ATLAS.2023-02-01+JSON", "2023-02-01"],
  ["application/vnd.atlas.2023-02-01+json;charset=utf-8;q=0.9", "2023-02-01"],
  ["text/html, application/vnd.atlas.2022-01-01+json, application/vnd.atlas.2024-05-30+json", "2023-02-01"],
])("%s resolves to %s", (accept, version) => {
  expect(negotiate(accept, old)).toBe(version);
});

test("of several versions the newest that is not later is taken", () => {
  const offer = { versions: ["2023-02-01", "2024-08-05", "2025-03-12"], format: "json" } as const;
  expect(negotiate("application/vnd.atlas.2025-03-11+json", offer)).toBe("2024-08-05");
});

test.each([
  undefined,
  "",
  "*/*",
  "application/json",
  "application/vnd.atlas.2022-12-31+json",
  "application/vnd.atlas.2023-02-30+json",
  "application/vnd.atlas.2023-13-01+json",
  "application/vnd.atlas.23-02-01+json",
  "application/vnd.atlas.2023-02-01",
  "application/vnd.atlas.2023-02-01+gzip",
  "application/vnd.atlas.2023-02-01+jsonx",
  "application/vnd.atlas.preview+json",
  "application/vnd.atlas.2023-02-01.upcoming+json",
])("%s does not resolve", (accept) => {
  expect(() => negotiate(accept, old)).toThrow("Invalid accept header or version date.");
});

test("logs are gzip only", () => {
  const logs = { versions: ["2023-02-01"], format: "gzip" } as const;
  expect(negotiate("application/vnd.atlas.2025-03-12+gzip", logs)).toBe("2023-02-01");
  expect(() => negotiate("application/vnd.atlas.2025-03-12+json", logs)).toThrow();
});

test.each([
  ["application/json", true],
  ["Application/JSON; charset=utf-8", true],
  ["application/vnd.atlas.1999-01-01+json", true],
  ["application/vnd.atlas.2024-05-30+json;charset=utf-8", true],
  ["text/plain", false],
  ["application/vnd.atlas.2024-05-30+gzip", false],
  ["application/x-www-form-urlencoded", false],
  [undefined, false],
])("a body of type %s: %s", (type, readable) => {
  expect(isReadable(type)).toBe(readable);
});

let api: Harness;
beforeAll(async () => {
  api = await Harness.open();
});
afterAll(() => api.close());

test("the answer names the version that was resolved, not the one asked for", async () => {
  const answer = await api.ask("GET", "", { headers: { accept: "application/vnd.atlas.2025-02-19+json" } });
  expect(answer.headers["content-type"]).toBe("application/vnd.atlas.2023-02-01+json;charset=utf-8");
});

test("an operation that did not exist at that date is 406, with the recorded body", async () => {
  const answer = await api.ask("POST", "/w/processor/p:startWith", {
    headers: { accept: "application/vnd.atlas.2024-05-30+json" },
  });
  expect(answer.status).toBe(406);
  expect(answer.text).toBe(
    '{"detail":"Invalid accept header or version date.","error":406,"errorCode":"INVALID_VERSION_DATE","parameters":[],"reason":"Not Acceptable"}',
  );
});

test("no Accept is 406, but only after authentication", async () => {
  expect((await api.ask("GET", "", { headers: { accept: null } })).status).toBe(406);
  expect((await api.ask("GET", "", { headers: { accept: null, authorization: null } })).status).toBe(401);
});

test("the type of the body does not choose the version", async () => {
  const headers = {
    accept: "application/vnd.atlas.2023-02-01+json",
    "content-type": "application/vnd.atlas.2030-01-01+json; charset=utf-8",
  };
  const answer = await api.ask("POST", "", { body: workspace("types"), headers });
  expect([answer.status, answer.headers["content-type"]]).toEqual([200, "application/vnd.atlas.2023-02-01+json;charset=utf-8"]);
});

test("a body of another type is 415, an empty one of any type is fine", async () => {
  const wrong = await api.ask("POST", "", { body: workspace("w2"), headers: { "content-type": "text/plain" } });
  expect([wrong.status, wrong.json.errorCode]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
  expect((await api.ask("POST", "", { body: workspace("w2"), headers: { "content-type": "no type at all" } })).status).toBe(415);
  expect((await api.ask("POST", "", { body: workspace("w2"), headers: { "content-type": null } })).status).toBe(415);
  const get = await api.ask("GET", "/types", { headers: { "content-type": "application/vnd.atlas.2025-03-12+json" } });
  expect(get.status).toBe(200);
  const removed = await api.ask("DELETE", "/types", { headers: { "content-type": "application/json" } });
  expect(removed.status).toBe(202);
});
