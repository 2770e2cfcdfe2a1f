import { StreamRecord } from "@millrace/engine";
import { type Document, Double } from "@millrace/mql";
import { expect, test } from "vitest";
import { kafkaConnection, testContext, testHost } from "../testing/context.ts";
import { KafkaError, type OutgoingRecord } from "./client/port.ts";
import { KafkaSink } from "./sink.ts";
import { MemoryCluster } from "./testing/memory-cluster.ts";

const record = (doc: Document) =>
  new StreamRecord(doc, 0, { id: "p:0" }, 1, 1, { describe: () => ({ type: "kafka", topic: "in", partition: 3 }) });

async function opened(options: Document, settings: Document = {}) {
  const cluster = new MemoryCluster();
  cluster.createTopic("out");
  const [context, host] = [testContext(), testHost()];
  const sink = new KafkaSink({ topic: "out", ...options }, kafkaConnection(settings), context, host, cluster.createClient);
  await sink.open();
  return { cluster, context, host, sink };
}

const text = (bytes: Uint8Array | null | undefined) => (bytes ? Buffer.from(bytes).toString() : bytes);

function shown({ topic, key, value, headers }: OutgoingRecord) {
  const keyHex = key === null ? null : Buffer.from(key).toString("hex");
  return { topic, key: keyHex, value: text(value), headers: headers.map((header) => `${header.key}=${text(header.value)}`) };
}

/** What documents become, and which are dead letters. */
async function written(options: Document, docs: readonly Document[]) {
  const { cluster, host, sink } = await opened(options);
  await sink.write(docs.map(record));
  await sink.flush();
  await sink.close();
  expect(cluster.open).toBe(0);
  return { sent: cluster.sent.flat().map(shown), letters: host.letters };
}

test("the worked example of engine.md 6.2", async () => {
  const config = {
    key: "$_id",
    keyFormat: "int",
    dateFormat: "ISO8601",
    headers: { src: "asp" },
    tombstoneWhen: { $eq: ["$status", "gone"] },
  };
  const at = new Date("2026-01-05T09:00:00.120Z");
  const { sent } = await written({ config }, [
    { _id: 7, status: "gone", at },
    { _id: 7, status: "ok", at },
  ]);
  expect(sent).toEqual([
    { topic: "out", key: "00000007", value: null, headers: ["src=asp"] },
    { topic: "out", key: "00000007", value: '{"_id":7,"status":"ok","at":"2026-01-05T09:00:00.120Z"}', headers: ["src=asp"] },
  ]);
});

test.each([
  ["relaxedJson", '{"n":1,"d":5.0,"at":{"$date":"2026-01-05T09:00:00Z"}}'],
  ["canonicalJson", '{"n":{"$numberInt":"1"},"d":{"$numberDouble":"5.0"},"at":{"$date":{"$numberLong":"1767603600000"}}}'],
  ["basicJson", '{"n":1,"d":5.0,"at":1767603600000}'],
])("outputFormat %s", async (outputFormat, value) => {
  const { sent } = await written({ config: { outputFormat } }, [
    { n: 1, d: new Double(5), at: new Date("2026-01-05T09:00:00Z") },
  ]);
  expect(sent[0]?.value).toBe(value);
});

test("a topic may be an expression, also over metadata; what is no name of a topic is a dead letter", async () => {
  const dynamic = await written({ topic: "$to" }, [
    { to: "a" },
    { to: "b" },
    { to: 5 },
    {},
    { to: null },
    { to: "" },
    { to: "no blanks" },
  ]);
  expect(dynamic.sent.map(({ topic }) => topic)).toEqual(["a", "b"]);
  expect(dynamic.letters.map(({ reason }) => reason)).toEqual([
    "Failed to evaluate target topic: it must be a string, not of type int",
    "Failed to evaluate target topic: it must be a string, not of type missing",
    "Failed to evaluate target topic: it must be a string, not of type null",
    "Failed to evaluate target topic: the name of a topic must not be empty",
    expect.stringMatching(/^Failed to evaluate target topic: the name of a topic is made of letters/),
  ]);
  expect(dynamic.letters[0]?.doc).toEqual({ to: 5 });
  const meta = await written({ topic: { $concat: ["out-", { $toString: { $meta: "stream.source.partition" } }] } }, [{}]);
  expect(meta.sent[0]?.topic).toBe("out-3");
  expect((await written({ topic: { $literal: "out" } }, [{}])).sent[0]?.topic).toBe("out");
});

test.each([
  [
    { key: "$k", keyFormat: "int" },
    { k: "x" },
    "Failed to make the key: a key of the format int cannot be made of a value of type string",
  ],
  [
    { key: "$k", keyFormat: "string" },
    {},
    "Failed to make the key: a key of the format string cannot be made of a value of type missing",
  ],
  [{ headers: "$h" }, { h: 5 }, "Failed to make the headers: headers must be an object or an array of { k, v }, not of type int"],
  [{ tombstoneWhen: "$t" }, { t: 1 }, "Failed to evaluate tombstoneWhen: it must give a boolean, not a value of type int"],
  [{ tombstoneWhen: { $gt: [{ $divide: [1, "$z"] }, 0] } }, { z: 0 }, /^Failed to evaluate tombstoneWhen: ./],
] as [Document, Document, string | RegExp][])(
  "with %j the document %j is a dead letter, and the next one passes",
  async (config, doc, reason) => {
    const { sent, letters } = await written({ config }, [
      doc,
      { k: config.keyFormat === "int" ? 1 : "k", h: {}, t: false, z: -1 },
    ]);
    expect(letters).toEqual([{ doc, reason: typeof reason === "string" ? reason : expect.stringMatching(reason) }]);
    expect(sent.length).toBe(1);
  },
);

test("acks and compression come from the stage, else from the connection, else they are all and none", async () => {
  expect((await opened({})).cluster.producerOptions).toEqual({ acks: -1, compression: "none" });
  const config = { acks: "1", "compression.type": "gzip" };
  expect((await opened({}, { config })).cluster.producerOptions).toEqual({ acks: 1, compression: "gzip" });
  for (const [acks, expected] of [
    ["all", -1],
    ["-1", -1],
    ["0", 0],
    [0, 0],
    [1, 1],
    [-1, -1],
  ] as const) {
    const { cluster } = await opened({ config: { acks, compression_type: "zstd" } }, { config });
    expect(cluster.producerOptions).toEqual({ acks: expected, compression: "zstd" });
  }
});

test("what was acknowledged is counted by topic", async () => {
  const { host, sink } = await opened({ topic: "$to" });
  await sink.write([{ to: "a" }, { to: "b" }, { to: "a" }].map(record));
  expect(host.counts).toEqual([]);
  await sink.flush();
  expect(host.counts).toEqual([
    { documents: 2, bytes: 20, target: { topic: "a" } },
    { documents: 1, bytes: 10, target: { topic: "b" } },
  ]);
});

test("the 1001st topic fails the processor", async () => {
  const { sink } = await opened({ topic: "$to" });
  await sink.write(Array.from({ length: 1000 }, (_, n) => record({ to: `t${n}` })));
  await sink.write([record({ to: "t5" })]);
  await expect(sink.write([record({ to: "one-more" })])).rejects.toMatchObject({
    code: 420,
    errorClass: "user-fatal",
    message: expect.stringContaining("at most 1000 different topics"),
  });
});

test("a fixed topic that does not exist yet is no error at the start; one that may not be used is", async () => {
  const cluster = new MemoryCluster();
  const context = testContext();
  const make = () => new KafkaSink({ topic: "later" }, kafkaConnection(), context, testHost(), cluster.createClient);
  await make().open();
  expect(context.logged).toEqual(["info Kafka: the topic 'later' does not exist yet"]);
  cluster.fail("partitions", "authorization", "not allowed");
  await expect(make().open()).rejects.toMatchObject({ code: 125, errorClass: "user-retryable" });
});

test("a failure of writing reaches the engine as a named, retryable error", async () => {
  const { cluster, sink } = await opened({});
  cluster.onSend = () => {
    throw new KafkaError("authentication", "wrong user or password");
  };
  await sink.write([record({})]);
  await expect(sink.flush()).rejects.toMatchObject({
    code: 125,
    errorClass: "user-retryable",
    message: "Kafka connection 'kafkaProd': writing failed: wrong user or password",
  });
});
