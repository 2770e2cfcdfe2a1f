import type { StreamRecord } from "@millrace/engine";
import { VirtualClock } from "@millrace/engine/testing";
import { Binary, type Document } from "@millrace/mql";
import { expect, test } from "vitest";
import { kafkaConnection, testContext } from "../testing/context.ts";
import { checkSource, readRecords } from "../testing/source-checks.ts";
import { KafkaSource } from "./source.ts";
import { type GivenRecord, MemoryCluster } from "./testing/memory-cluster.ts";

function setUp(options: Document = {}, { partitions = 1, context = testContext(), settings = {} as Document } = {}) {
  const cluster = new MemoryCluster();
  cluster.createTopic("orders", partitions);
  const given = { topic: "orders", ...options, config: { auto_offset_reset: "earliest", ...(options.config as Document) } };
  const source = new KafkaSource(given, kafkaConnection(settings), context, cluster.createClient);
  return { cluster, source, context };
}

/** One record through a source with these options. */
async function decoded(record: GivenRecord, config: Document = {}): Promise<StreamRecord> {
  const { cluster, source } = setUp({ config });
  cluster.produce("orders", [record]);
  await source.open(undefined);
  const [found] = await readRecords(source, 1);
  await source.close();
  return found as StreamRecord;
}

checkSource("Kafka", {
  make: async (payloads) => {
    const { cluster, source } = setUp();
    cluster.produce(
      "orders",
      payloads.map((value) => ({ value })),
    );
    return source;
  },
});

test("metadata is that of engine.md 3.1", async () => {
  const value = '{"sku":"A1","qty":3}';
  const { doc, meta, ts, position, size } = await decoded(
    { value, key: "A1", headers: [["trace", "\u00ab"]] },
    { keyFormat: "string" },
  );
  expect(doc).toEqual({ sku: "A1", qty: 3 });
  expect(Object.entries(meta.source as Document)).toEqual([
    ["type", "kafka"],
    ["ts", new Date("2026-01-05T09:00:00.120Z")],
    ["topic", "orders"],
    ["partition", 0],
    ["offset", 0n],
    ["key", "A1"],
    ["headers", [{ k: "trace", v: new Binary(Buffer.from([0xc2, 0xab])) }]],
  ]);
  expect([ts, position, size]).toEqual([Date.parse("2026-01-05T09:00:00.120Z"), 1, value.length + 2]);
});

test("without key and headers the metadata has neither; a key is binary unless a format says otherwise", async () => {
  expect(Object.keys((await decoded({ value: "{}" })).meta.source as Document)).toEqual([
    "type",
    "ts",
    "topic",
    "partition",
    "offset",
  ]);
  const source = (await decoded({ value: "{}", key: Buffer.from([1, 2]) })).meta.source as Document;
  expect(source.key).toEqual(new Binary(Buffer.from([1, 2])));
});

test.each([
  [{ value: null }, { value: null }, "the message has no value"],
  [{ value: "" }, { value: "" }, "the value is empty"],
  [{ value: "7" }, { value: "7" }, "the value is not an object"],
] as [GivenRecord, Document, string][])("the payload %j is a dead letter", async (record, doc, detail) => {
  const found = await decoded(record);
  expect([found.doc, found.failure]).toEqual([doc, `Failed to parse input message: ${detail}`]);
});

test("JSON behind the framing of a schema registry is read; its dead letter shows all bytes", async () => {
  const framing = Buffer.from([0, 0, 0, 0, 7]);
  expect((await decoded({ value: Buffer.concat([framing, Buffer.from('{"a":1}')]) })).doc).toEqual({ a: 1 });
  const bad = await decoded({ value: Buffer.concat([framing, Buffer.from("{")]) });
  expect(bad.doc).toEqual({ value: "\0\0\0\0\u0007{" });
});

test("a key that is not of its format is a dead letter with the document, or passes without key", async () => {
  const record = { value: '{"a":1}', key: "abc" };
  const letter = await decoded(record, { keyFormat: "int" });
  expect([letter.doc, letter.failure]).toEqual([{ a: 1 }, "Failed to deserialize key as int"]);
  expect((letter.meta.source as Document).key).toEqual(new Binary(Buffer.from("abc")));
  const both = await decoded({ value: "{", key: "abc" }, { keyFormat: "int" });
  expect([both.doc, both.failure]).toEqual([{ value: "{" }, expect.stringMatching(/^Failed to parse input message/)]);
  const passed = await decoded(record, { keyFormat: "int", keyFormatError: "passThrough" });
  expect([passed.doc, passed.failure, "key" in (passed.meta.source as Document)]).toEqual([{ a: 1 }, undefined, false]);
});

test("partitions are named with where they start, those that appear later too", async () => {
  const { cluster, source } = setUp({}, { partitions: 2 });
  cluster.produce("orders", [{ value: "{}", partition: 1 }]);
  await source.open({ "orders:1": 1 });
  const first = await source.read(0);
  expect(first.partitions).toEqual([
    { id: "orders:0", start: 0 },
    { id: "orders:1", start: 1 },
  ]);
  cluster.topics.get("orders")?.push([]);
  const next = await source.read(0);
  expect(next.partitions?.map(({ id }) => id)).toEqual(["orders:0", "orders:1", "orders:2"]);
  expect(next.partitions?.[0]).toBe(first.partitions?.[0]);
});

test("several topics are read, a topic given twice once", async () => {
  const { cluster, source } = setUp({ topic: ["orders", "returns", "orders"] });
  cluster.createTopic("returns");
  cluster.produce("orders", [{ value: '{"o":1}' }]);
  cluster.produce("returns", [{ value: '{"r":1}' }]);
  await source.open(undefined);
  expect((await readRecords(source, 2)).map(({ doc }) => doc)).toEqual([{ o: 1 }, { r: 1 }]);
  expect(cluster.consumerOptions?.topics).toEqual(["orders", "returns"]);
});

test("paused partitions are left out of reads", async () => {
  const { cluster, source } = setUp({}, { partitions: 2 });
  cluster.produce("orders", [{ value: '{"p":0}' }, { value: '{"p":1}', partition: 1 }]);
  await source.open(undefined);
  source.pause([{ id: "orders:0" }]);
  expect((await readRecords(source, 1)).map(({ doc }) => doc)).toEqual([{ p: 1 }]);
  expect((await source.read(0)).records).toEqual([]);
  source.pause([]);
  expect((await readRecords(source, 1)).map(({ doc }) => doc)).toEqual([{ p: 0 }]);
});

test("wake ends a waiting read", async () => {
  const { source } = setUp();
  await source.open(undefined);
  await source.read(0);
  const reading = source.read(60_000);
  source.wake();
  expect((await reading).records).toEqual([]);
});

test.each([
  ["latest", "latest"],
  ["end", "latest"],
  ["largest", "latest"],
  ["earliest", "earliest"],
  ["beginning", "earliest"],
  ["smallest", "earliest"],
])("auto_offset_reset %s means %s", async (name, reset) => {
  const { cluster, source } = setUp({ config: { auto_offset_reset: name } });
  await source.open(undefined);
  expect(cluster.consumerOptions?.reset).toBe(reset);
});

test("options of the stage win over the connection's config, which wins over the defaults", async () => {
  const config = {
    "auto.offset.reset": "smallest",
    "group.id": "from-connection",
    "isolation.level": "read_uncommitted",
    "session.timeout.ms": "12000",
    "fetch.min.bytes": "10",
  };
  const plain = setUp({ config: { auto_offset_reset: undefined } }, { settings: { config } });
  await plain.source.open(undefined);
  expect(plain.cluster.consumerOptions).toMatchObject({
    reset: "earliest",
    group: "from-connection",
    readUncommitted: true,
    sessionTimeoutMs: 12_000,
    fetchMinBytes: 10,
  });
  const named = setUp({ config: { auto_offset_reset: "latest", group_id: "mine" } }, { settings: { config } });
  await named.source.open(undefined);
  expect(named.cluster.consumerOptions).toMatchObject({ reset: "latest", group: "mine" });
  const bare = setUp({ config: { auto_offset_reset: undefined } });
  await bare.source.open(undefined);
  expect(bare.cluster.consumerOptions).toMatchObject({
    reset: "latest",
    group: "asp-66b3aa11223344556677ff06-consumer",
    readUncommitted: false,
  });
});

test("an ephemeral run is in no group unless one is named", async () => {
  const context = testContext({ ephemeral: true });
  const without = setUp({}, { context });
  await without.source.open(undefined);
  expect(without.cluster.consumerOptions?.group).toBeUndefined();
  const named = setUp({ config: { group_id: "mine" } }, { context });
  await named.source.open(undefined);
  expect(named.cluster.consumerOptions?.group).toBe("mine");
});

test("with enable_auto_commit false the group learns exactly what checkpoints hold", async () => {
  const { cluster, source } = setUp({ config: { enable_auto_commit: false } });
  cluster.produce("orders", [{ value: "{}" }, { value: "{}" }, { value: "{}" }]);
  await source.open(undefined);
  await readRecords(source, 3);
  expect(cluster.commits.size).toBe(0);
  await source.committed({ "orders:0": 2 });
  expect(cluster.commits.get("orders:0")).toBe(2);
});

test("by default the group learns what was handed on, but nothing before there is a checkpoint to go on from", async () => {
  const clock = new VirtualClock("2026-01-05T09:00:00Z");
  const { cluster, source } = setUp({}, { context: testContext({ clock }) });
  cluster.produce("orders", [{ value: "{}" }, { value: "{}" }, { value: "{}" }]);
  await source.open(undefined);
  await readRecords(source, 3);
  await clock.advance(60_000);
  await source.read(0);
  expect(cluster.commits.size).toBe(0);
  await source.committed({ "orders:0": 2 });
  expect(cluster.commits.get("orders:0")).toBe(3);
  cluster.produce("orders", [{ value: "{}" }]);
  await readRecords(source, 1);
  expect(cluster.commits.get("orders:0")).toBe(3);
  await clock.advance(5000);
  await source.read(0);
  expect(cluster.commits.get("orders:0")).toBe(4);
});

test("statistics tell place and lag of every partition", async () => {
  const { cluster, source } = setUp({}, { partitions: 2 });
  cluster.produce("orders", [{ value: "{}" }, { value: "{}" }, { value: "{}" }]);
  await source.open({ "orders:0": 1 });
  source.pause([{ id: "orders:0" }]);
  await source.read(0);
  expect(source.stats()).toEqual({
    kafkaTotalOffsetLag: 2n,
    kafkaPartitions: [
      { partition: 0, topic: "orders", currentOffset: 1n, checkpointOffset: 1n, partitionOffsetLag: 2n },
      { partition: 1, topic: "orders", currentOffset: 0n, partitionOffsetLag: 0n },
    ],
  });
});

test("a missing topic is error 419; other failures are retryable, named, and told without secrets", async () => {
  const missing = setUp({ topic: "nope" });
  await expect(missing.source.open(undefined)).rejects.toMatchObject({
    code: 419,
    errorClass: "user-retryable",
    message: "Kafka connection 'kafkaProd': opening topic 'nope' failed: topic 'nope': no such topic",
  });
  const refused = setUp({}, { settings: { authentication: { mechanism: "PLAIN", username: "u", password: "hush" } } });
  refused.cluster.fail("connect", "authentication", "wrong user or password");
  const error = await refused.source.open(undefined).catch((thrown) => thrown);
  expect(error).toMatchObject({
    code: 125,
    errorClass: "user-retryable",
    message: expect.stringContaining("wrong user or password"),
  });
  expect(error.message).not.toContain("hush");
  const gone = setUp();
  await gone.source.open(undefined);
  gone.cluster.fail("poll", "unreachable", "no broker answered");
  await expect(gone.source.read(0)).rejects.toMatchObject({ code: 125, errorClass: "user-retryable" });
});

test("everything that was opened is closed, also after a failure", async () => {
  const { cluster, source } = setUp();
  await source.open(undefined);
  await source.close();
  await source.close();
  const failed = setUp({ topic: "nope" });
  await failed.source.open(undefined).catch(() => {});
  await failed.source.close();
  expect([cluster.open, failed.cluster.open]).toEqual([0, 0]);
});
