import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { operations } from "../generated/operations.ts";
import { schemas } from "../generated/schemas.ts";
import { type Generated, generate } from "./generate.ts";
import { type NodeObject, structureOf } from "./structure.ts";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const structure = JSON.parse(read("../../../api/openapi-structure.json")) as NodeObject;

test("what is committed is what the generator makes", () => {
  const generated = generate(structure);
  for (const name of Object.keys(generated) as (keyof Generated)[]) expect(read(`../generated/${name}`)).toBe(generated[name]);
});

/** Names of members that hold prose. */
const texts = new Set([
  "description",
  "summary",
  "title",
  "example",
  "examples",
  "externalDocs",
  "termsOfService",
  "x-xgen-changelog",
  "x-xgen-docs-url",
  "x-digest-notes",
]);

/** Paths of prose in a document; names of properties are not prose. */
function prose(node: unknown, path = "", names = false): string[] {
  if (typeof node === "string")
    return !names && /\s\S+\s\S+\s\S+\s/.test(node) && !path.endsWith("/x-rolesRequirements") ? [path] : [];
  if (Array.isArray(node)) return node.flatMap((item) => prose(item, path));
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => {
    const below = `${path}/${name}`;
    return !names && texts.has(name) ? [below] : prose(value, below, name === "properties" && !names);
  });
}

test("no descriptions, examples or other texts of the document are shipped", () => {
  expect(prose(structure)).toEqual([]);
  expect(prose(schemas)).toEqual([]);
  expect(prose(operations)).toEqual([]);
});

test("structureOf keeps structure and drops texts, but not properties that are called like them", () => {
  const schema = {
    type: "object",
    title: "T",
    description: "d",
    properties: { description: { type: "string", description: "d", example: "e" } },
  };
  const document = {
    openapi: "3.0.3",
    info: { title: "x" },
    paths: {
      "/a": {
        get: {
          operationId: "a",
          summary: "s",
          description: "d",
          responses: { 200: { description: "ok", content: { "application/json": { schema, example: {} } } } },
        },
      },
    },
    components: { schemas: { A: schema } },
  };
  const kept = { type: "object", properties: { description: { type: "string" } } };
  expect(structureOf(document)).toEqual({
    openapi: "3.0.3",
    paths: { "/a": { get: { operationId: "a", responses: { 200: { content: { "application/json": { schema: kept } } } } } } },
    components: { schemas: { A: kept } },
  });
});

test("the route table has the 37 operations with their versions and statuses (admin-api.md 2)", () => {
  const streams = Object.values(operations).filter(({ path, support }) => path.includes("/streams") && !support);
  expect(streams).toHaveLength(37);
  expect(streams.filter(({ versions }) => versions.length !== 1)).toEqual([]);
  expect(operations.createGroupStreamWorkspace).toMatchObject({
    status: 200,
    versions: ["2023-02-01"],
    request: "StreamsTenant",
  });
  expect(operations.deleteGroupStreamWorkspace).toMatchObject({ status: 202, method: "DELETE" });
  expect(operations.deleteGroupStreamProcessor).toMatchObject({ status: 204, versions: ["2024-05-30"] });
  expect(operations.startGroupStreamProcessorWith).toMatchObject({
    status: 200,
    versions: ["2025-03-12"],
    requestRequired: false,
  });
  expect(operations.createGroupStreamConnectionFailoverConnection).toMatchObject({ status: 201 });
  expect(operations.downloadGroupStreamAuditLogs).toMatchObject({ format: "gzip" });
});

test("a variant holds all its fields and its own type; its base is the alternatives", () => {
  expect(Object.keys(schemas.StreamsHttpsConnection.properties!).sort()).toEqual([
    "headers",
    "id",
    "links",
    "name",
    "region",
    "state",
    "type",
    "url",
  ]);
  expect(schemas.StreamsHttpsConnection.properties!["type"]!.enum).toEqual(["Https"]);
  expect(schemas.StreamsConnection.oneOf).toHaveLength(10);
  expect(Object.keys(schemas.StreamsConnection.discriminator!.mapping)).toContain("S3");
});
