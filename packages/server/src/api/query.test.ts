import { afterAll, beforeAll, expect, test } from "vitest";
import { Harness, workspace } from "./testing/harness.ts";

// admin-api.md 5

let api: Harness;
let base: string;
beforeAll(async () => {
  api = await Harness.open();
  base = `https://millrace.example:8443/api/atlas/v2/groups/${api.project}/streams`;
  for (const name of ["a", "b", "c"]) await api.ask("POST", "", { body: workspace(name) });
  for (const name of ["p", "q"]) await api.ask("POST", "/a/processor", { body: { name, pipeline: [] } });
});
afterAll(() => api.close());

const names = (json: { results: { name: string }[] }) => json.results.map(({ name }) => name);

test("a list is paged, in order of creation, with links to its neighbours", async () => {
  const { json } = await api.ask("GET", "?itemsPerPage=1&pageNum=2");
  expect(names(json)).toEqual(["b"]);
  expect(json.totalCount).toBe(3);
  expect(json.links).toEqual([
    { href: `${base}?pageNum=2&itemsPerPage=1`, rel: "self" },
    { href: `${base}?pageNum=1&itemsPerPage=1`, rel: "previous" },
    { href: `${base}?pageNum=3&itemsPerPage=1`, rel: "next" },
  ]);
  expect((await api.ask("GET", "?itemsPerPage=3&pageNum=1")).json.links).toEqual([
    { href: `${base}?pageNum=1&itemsPerPage=3`, rel: "self" },
  ]);
});

test("elements of a list carry no links", async () => {
  expect((await api.ask("GET", "")).json.results.filter((each: object) => "links" in each)).toEqual([]);
});

test("a page beyond the end is empty, not an error", async () => {
  const { status, json } = await api.ask("GET", "?pageNum=9");
  expect([status, json.results, json.totalCount]).toEqual([200, [], 3]);
});

test.each([
  "itemsPerPage=0",
  "itemsPerPage=501",
  "itemsPerPage=x",
  "itemsPerPage=",
  "itemsPerPage=1.5",
  "itemsPerPage=-1",
  "pageNum=0",
  "pageNum=1&pageNum=2",
  "envelope=yes",
  "pretty=1",
  "pretty=TRUE",
])("?%s is 400 and names the parameter", async (query) => {
  const { status, json } = await api.ask("GET", `?${query}`);
  expect([status, json.errorCode, json.parameters]).toEqual([400, "INVALID_QUERY_PARAMETER", [query.split("=")[0]]]);
});

test("500 a page is allowed, and unknown parameters are ignored", async () => {
  expect((await api.ask("GET", "?itemsPerPage=500&color=red&__proto__=1")).status).toBe(200);
});

test("includeCount counts for processors only", async () => {
  const without = (await api.ask("GET", "/a/processors?includeCount=false")).json;
  expect(names(without)).toEqual(["p", "q"]);
  expect("totalCount" in without).toBe(false);
  expect((await api.ask("GET", "/a/processors?includeCount=true&itemsPerPage=1")).json.totalCount).toBe(2);
  expect((await api.ask("GET", "?includeCount=false")).json.totalCount).toBe(3);
  expect((await api.ask("GET", "/a/processors?includeCount=no")).json.errorCode).toBe("INVALID_QUERY_PARAMETER");
});

test("the envelope: around an entity, beside the results of a list, around an error", async () => {
  const single = (await api.ask("GET", "/a?envelope=true")).json;
  expect(Object.keys(single)).toEqual(["content", "status"]);
  expect([single.content.name, single.status]).toEqual(["a", 200]);
  const list = (await api.ask("GET", "?envelope=true")).json;
  expect(Object.keys(list)).toEqual(["links", "results", "status", "totalCount"]);
  const error = await api.ask("GET", "/nope?envelope=true");
  expect([error.status, error.json.status, error.json.content.errorCode]).toEqual([404, 404, "STREAM_TENANT_NOT_FOUND_FOR_NAME"]);
  const removed = await api.ask("DELETE", "/c?envelope=true");
  expect(removed.text).toBe('{"content":{},"status":202}');
});

test("pretty indents, otherwise answers are compact", async () => {
  expect((await api.ask("GET", "/a?pretty=true")).text).toMatch(
    /^\{\n {2}"_id": "[0-9a-f]{24}",\n {2}"dataProcessRegion": \{\n {4}"cloudProvider": "AWS",/,
  );
  expect((await api.ask("GET", "/a")).text).not.toMatch(/\s/);
  expect((await api.ask("GET", "/a/processor/p?pretty=true")).text).toContain('\n  "pipeline": [],\n');
});

test("answers carry what is left of the project's requests", async () => {
  const { headers } = await api.ask("GET", "/nope");
  expect(headers["ratelimit-limit"]).toBe("1200");
  const next = await api.ask("GET", "/a");
  expect(Number(headers["ratelimit-remaining"]) - Number(next.headers["ratelimit-remaining"])).toBeLessThanOrEqual(1);
  expect(Number(next.headers["ratelimit-remaining"])).toBeLessThan(1200);
});
