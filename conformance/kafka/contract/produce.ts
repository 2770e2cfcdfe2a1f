import assert from "node:assert/strict";
import { check } from "../../support/check.ts";
import { type Contract, consuming, numbers, outgoing, read, texts } from "./context.ts";

/** Writing: acknowledgement, order, partitions, what brokers refuse. */
export async function checkProducing(contract: Contract): Promise<void> {
  const { peer } = contract;
  const client = await contract.client();

  for (const acks of [-1, 1, 0] as const) {
    await check(`records sent with acks ${acks} arrive in order`, async () => {
      const topic = await peer.topic();
      const producer = await client.producer({ acks, compression: "none" });
      for (let i = 0; i < 10; i++) await producer.send(numbers(i * 50, 50).map((value) => outgoing(topic, value)));
      const records = await consuming(client, { topics: [topic], reset: "earliest" }, (consumer) => read(consumer, 500));
      assert.deepEqual(texts(records), numbers(0, 500));
      await producer.close();
    });
  }

  await check("keys choose the partition as the Java client does; records without key take turns", async () => {
    const [ours, theirs] = [await peer.topic(7), await peer.topic(7)];
    const keys = numbers(0, 60).map((number) => `key-${number}`);
    const producer = await client.producer({ acks: -1, compression: "none" });
    await producer.send(keys.map((key) => outgoing(ours, key, key)));
    const args = ["--topic", theirs, "--property", "parse.key=true", "--property", "key.separator=="];
    await peer.java("ConsoleProducer", args, keys.map((key) => `${key}=${key}\n`).join(""));
    const byKey = async (topic: string) => {
      const records = await consuming(client, { topics: [topic], reset: "earliest" }, (consumer) => read(consumer, 60));
      return Object.fromEntries(records.map(({ value, partition }) => [Buffer.from(value ?? []).toString(), partition]));
    };
    assert.deepEqual(await byKey(ours), await byKey(theirs));
    const spread = await peer.topic(7);
    await producer.send(numbers(0, 70).map((value) => outgoing(spread, value)));
    const records = await consuming(client, { topics: [spread], reset: "earliest" }, (consumer) => read(consumer, 70));
    assert.equal(new Set(records.map(({ partition }) => partition)).size, 7);
    await producer.close();
  });

  await check("headers and null values arrive; documented limit: a null header arrives empty", async () => {
    const topic = await peer.topic();
    const producer = await client.producer({ acks: -1, compression: "none" });
    const headers = [
      { key: "a", value: Buffer.from("1") },
      { key: "a", value: Buffer.from("2") },
      { key: "__proto__", value: Buffer.from("p") },
      { key: "none", value: null },
    ];
    await producer.send([{ topic, key: Buffer.from("k"), value: null, headers }]);
    const [record] = await consuming(client, { topics: [topic], reset: "earliest" }, (consumer) => read(consumer, 1));
    assert.equal(record?.value, null);
    const found = record?.headers.map(({ key, value }) => [key, value === null ? null : Buffer.from(value).toString()]);
    assert.deepEqual(found, [
      ["a", "1"],
      ["a", "2"],
      ["__proto__", "p"],
      ["none", ""],
    ]);
    await producer.close();
  });

  await check("a record over the topic's limit is refused as too large, and the producer goes on", async () => {
    const topic = await peer.topic(1, { "max.message.bytes": "2000" });
    const producer = await client.producer({ acks: -1, compression: "none" });
    await assert.rejects(producer.send([outgoing(topic, "x".repeat(5000))]), { kind: "too-large" });
    await producer.send([outgoing(topic, "small")]);
    assert.deepEqual(texts(await consuming(client, { topics: [topic], reset: "earliest" }, (consumer) => read(consumer, 1))), [
      "small",
    ]);
    await producer.close();
  });

  await check("a topic that the broker does not create is told as unknown", async () => {
    const producer = await client.producer({ acks: -1, compression: "none" });
    await assert.rejects(producer.send([outgoing("never-made", "x")]), { kind: "unknown-topic" });
    await producer.close();
  });

  await check("offsets of a topic are listed", async () => {
    const topic = await peer.topic(2);
    await peer.produce(
      topic,
      numbers(0, 5).map((value) => ({ value, partition: 1 })),
    );
    const both = [0, 1].map((partition) => ({ topic, partition }));
    assert.deepEqual(
      await client.listOffsets(both, "latest"),
      new Map([
        [`${topic}:0`, 0],
        [`${topic}:1`, 5],
      ]),
    );
    assert.deepEqual(
      await client.listOffsets(both, "earliest"),
      new Map([
        [`${topic}:0`, 0],
        [`${topic}:1`, 0],
      ]),
    );
  });
}
