import { parseDefinition } from "@millrace/mql";
import { expect, test } from "vitest";
import type { ApiError } from "./errors.ts";
import type { Schemas } from "./generated/schemas.ts";
import { writeJson } from "./json.ts";
import { type ReadOptions, readBody } from "./read-body.ts";

const read = (name: keyof Schemas, text: string, options?: ReadOptions) =>
  writeJson(readBody(name, parseDefinition(text), options));

function problem(name: keyof Schemas, text: string, options?: ReadOptions): [string, ...string[]] {
  try {
    return ["accepted", read(name, text, options)];
  } catch (error) {
    const { code, parameters } = error as ApiError;
    return [code, ...parameters];
  }
}

const region = '{"cloudProvider":"AWS","region":"VIRGINIA_USA"}';

test.each([
  ["[]", "INVALID_JSON"],
  ["null", "INVALID_JSON"],
  ['"text"', "INVALID_JSON"],
  ['{"name":5}', "INVALID_JSON_ATTRIBUTE", "name"],
  ['{"dataProcessRegion":"AWS"}', "INVALID_JSON_ATTRIBUTE", "dataProcessRegion"],
  ['{"dataProcessRegion":{"cloudProvider":true,"region":"x"}}', "INVALID_JSON_ATTRIBUTE", "dataProcessRegion.cloudProvider"],
  ['{"dataProcessRegion":{"cloudProvider":"aws","region":"VIRGINIA_USA"}}', "INVALID_ENUM_VALUE", "aws"],
  ['{"dataProcessRegion":{"cloudProvider":"AWS"}}', "MISSING_ATTRIBUTE", "dataProcessRegion.region"],
  ['{"streamConfig":{"tier":"SP3"}}', "INVALID_ENUM_VALUE", "SP3"],
  ['{"failoverRegions":{}}', "INVALID_JSON_ATTRIBUTE", "failoverRegions"],
  [`{"failoverRegions":[${region},7]}`, "INVALID_JSON_ATTRIBUTE", "failoverRegions[1]"],
  [`{"failoverRegions":[${region},${region},${region}]}`, "VALIDATION_ERROR", "failoverRegions must have at most 2 elements"],
  ['{"nome":"x"}', "INVALID_ATTRIBUTE", "nome"],
  ['{"streamConfig":{"size":"SP10"}}', "INVALID_ATTRIBUTE", "streamConfig.size"],
  ['{"__proto__":{"a":1}}', "INVALID_ATTRIBUTE", "__proto__"],
  ['{"constructor":1}', "INVALID_ATTRIBUTE", "constructor"],
])("a workspace %s is %s", (text, ...expected) => {
  expect(problem("StreamsTenant", text)).toEqual(expected);
});

test("read-only fields are dropped at every level, null is as if absent", () => {
  const text = `{"_id":1,"groupId":"x","links":[],"hostnames":7,"connections":[],"name":"w","streamConfig":{"links":[{}],"tier":"SP2"},"failoverRegions":null}`;
  expect(read("StreamsTenant", text)).toBe('{"name":"w","streamConfig":{"tier":"SP2"}}');
});

test("a change requires nothing, and lets null through", () => {
  expect(
    read("StreamsConnection", '{"authentication":{"username":null},"config":null}', { change: true, variant: "Kafka" }),
  ).toBe('{"authentication":{"username":null},"config":null}');
});

test.each([
  ["{}", "MISSING_ATTRIBUTE", "type"],
  ['{"type":7}', "INVALID_JSON_ATTRIBUTE", "type"],
  ['{"type":"kafka"}', "INVALID_ENUM_VALUE", "kafka"],
  ['{"type":"__proto__"}', "INVALID_ENUM_VALUE", "__proto__"],
  ['{"type":"Kafka","url":"https://x"}', "INVALID_ATTRIBUTE", "url"],
  ['{"type":"Kafka","color":""}', "INVALID_ATTRIBUTE", "color"],
  ['{"type":"Kafka","config":{"a":1}}', "INVALID_JSON_ATTRIBUTE", "config.a"],
  [
    '{"type":"Kafka","networking":{"access":{"connectionId":"ABC"}}}',
    "VALIDATION_ERROR",
    "networking.access.connectionId must match ^([a-f0-9]{24})$",
  ],
  [
    '{"type":"SchemaRegistry","schemaRegistryUrls":[],"provider":"CONFLUENT"}',
    "MISSING_ATTRIBUTE",
    "schemaRegistryAuthentication",
  ],
  ['{"type":"SchemaRegistry","schemaRegistryAuthentication":{}}', "MISSING_ATTRIBUTE", "schemaRegistryAuthentication.type"],
  [
    '{"type":"SchemaRegistry","schemaRegistryUrls":["a","a"]}',
    "VALIDATION_ERROR",
    "schemaRegistryUrls must not name an element twice",
  ],
])("a connection %s is %s", (text, ...expected) => {
  expect(problem("StreamsConnection", text)).toEqual(expected);
});

test("empty fields of other types are tolerated, S3 is a type", () => {
  expect(read("StreamsConnection", '{"type":"Kafka","headers":{},"url":"","schemaRegistryUrls":[],"clusterName":null}')).toBe(
    '{"type":"Kafka"}',
  );
  expect(read("StreamsConnection", '{"type":"S3","name":"x"}')).toBe('{"name":"x","type":"S3"}');
});

test("names that look special are data in maps", () => {
  const text = '{"config":{"__proto__":"a","constructor":"b","10":"c","2":"d"},"type":"Kafka"}';
  expect(read("StreamsConnection", text)).toBe('{"config":{"10":"c","2":"d","__proto__":"a","constructor":"b"},"type":"Kafka"}');
});

test("a pipeline stays as it was written, also when it comes as a string", () => {
  const pipeline = '[{"$sort":{"b":1,"a":-1,"10":1,"2":1.0}},{"$limit":5}]';
  expect(read("StreamsProcessor", `{"pipeline": ${pipeline.replaceAll(",", " , ")}}`)).toBe(`{"pipeline":${pipeline}}`);
  expect(read("StreamsProcessor", JSON.stringify({ pipeline }))).toBe(`{"pipeline":${pipeline}}`);
  for (const wrong of ["{}", "7", '"no"', '"{}"', "[1]", '"[[]]"']) {
    expect(problem("StreamsProcessor", `{"pipeline":${wrong}}`)).toEqual(["INVALID_JSON_ATTRIBUTE", "pipeline"]);
  }
});
