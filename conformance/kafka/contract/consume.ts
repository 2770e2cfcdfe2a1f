import assert from "node:assert/strict";
import { check } from "../../support/check.ts";
import { type Contract, consuming, numbers, POLL, read, readAll, texts } from "./context.ts";

/** Reading: what a record holds, where reading starts, how much a poll gives. */
export async function checkConsuming(contract: Contract): Promise<void> {
  const { peer } = contract;
  const client = await contract.client();

  await check("records of several partitions come in the order of each", async () => {
    const topic = await peer.topic(3);
    for (let round = 0; round < 10; round++) {
      await peer.produce(
        topic,
        Array.from({ length: 300 }, (_, i) => ({ value: `${round * 100 + Math.floor(i / 3)}`, partition: i % 3 })),
      );
    }
    const records = await consuming(client, { topics: [topic], reset: "earliest" }, (consumer) => read(consumer, 3000));
    for (const partition of [0, 1, 2]) {
      const mine = records.filter((record) => record.partition === partition);
      assert.deepEqual(texts(mine), numbers(0, 1000));
      assert.deepEqual(
        mine.map(({ offset }) => offset),
        Array.from({ length: 1000 }, (_, i) => i),
      );
    }
  });

  await check("key, value, timestamp and headers come as they were produced; absent is not empty", async () => {
    const topic = await peer.topic();
    await peer.produce(topic, [
      { key: "a", value: "x", timestamp: "1700000000123", headers: { one: "1", many: ["2", "3"], empty: "" } },
      { value: "no key", timestamp: "1700000000124" },
      { key: "", value: null, timestamp: "1700000000125" },
    ]);
    const records = await consuming(client, { topics: [topic], reset: "earliest" }, (consumer) => read(consumer, 3));
    assert.deepEqual(texts(records), ["x", "no key", null]);
    assert.deepEqual(
      records.map(({ key }) => (key === null ? null : Buffer.from(key).toString())),
      ["a", null, ""],
    );
    assert.deepEqual(
      records.map(({ timestamp }) => timestamp),
      [1700000000123, 1700000000124, 1700000000125],
    );
    const headers = records[0]?.headers.map(({ key, value }) => [key, value === null ? null : Buffer.from(value).toString()]);
    assert.deepEqual(headers, [
      ["one", "1"],
      ["many", "2"],
      ["many", "3"],
      ["empty", ""],
    ]);
  });

  await check("headers named like members of every object are plain data", async () => {
    const topic = await peer.topic();
    const headers = Object.assign(Object.create(null), { constructor: "c", toString: "t" });
    Object.defineProperty(headers, "__proto__", { value: "p", enumerable: true });
    await peer.produce(topic, [{ value: "x", headers }]);
    const [record] = await consuming(client, { topics: [topic], reset: "earliest" }, (consumer) => read(consumer, 1));
    const found = record?.headers.map(({ key, value }) => `${key}=${Buffer.from(value ?? []).toString()}`).sort();
    assert.deepEqual(found, ["__proto__=p", "constructor=c", "toString=t"]);
  });

  await check("a topic with LogAppendTime gives the broker's timestamp", async () => {
    const topic = await peer.topic(1, { "message.timestamp.type": "LogAppendTime" });
    const before = Date.now();
    await peer.produce(topic, [{ value: "x", timestamp: "1700000000123" }]);
    const [record] = await consuming(client, { topics: [topic], reset: "earliest" }, (consumer) => read(consumer, 1));
    assert.ok((record?.timestamp ?? 0) >= before - 1000, `timestamp ${record?.timestamp}`);
  });

  await check("reading starts at a given position, else at the committed offset, else where reset says", async () => {
    const topic = await peer.topic(3);
    await peer.produce(
      topic,
      Array.from({ length: 30 }, (_, i) => ({ value: `${Math.floor(i / 3)}`, partition: i % 3 })),
    );
    const group = `${topic}-group`;
    await consuming(client, { topics: [topic], group, reset: "earliest" }, async (consumer) => {
      await read(consumer, 30);
      consumer.commit(
        new Map([
          [`${topic}:0`, 4],
          [`${topic}:1`, 6],
        ]),
      );
      const deadline = Date.now() + 15_000;
      while (consumer.progress()[0]?.committed !== 4 && Date.now() < deadline) await consumer.poll(100, POLL);
    });
    assert.deepEqual(await peer.committed(group, topic), [4, 6, -1]);
    const positions = new Map([[`${topic}:0`, 8]]);
    await consuming(client, { topics: [topic], group, positions, reset: "latest" }, async (consumer) => {
      const { assigned } = await consumer.poll(0, POLL);
      assert.deepEqual(
        assigned?.map(({ offset }) => offset),
        [8, 6, 10],
      );
      const records = await readAll(consumer);
      assert.deepEqual(records.map(({ partition, offset }) => `${partition}:${offset}`).sort(), [
        "0:8",
        "0:9",
        "1:6",
        "1:7",
        "1:8",
        "1:9",
      ]);
    });
  });

  await check("`latest` reads what is produced after the consumer is there, and nothing older", async () => {
    const topic = await peer.topic();
    await peer.produce(topic, [{ value: "old" }]);
    await consuming(client, { topics: [topic], reset: "latest" }, async (consumer) => {
      await peer.produce(topic, [{ value: "new" }]);
      assert.deepEqual(texts(await readAll(consumer)), ["new"]);
    });
  });

  await check(
    "a position that retention removed goes on at the oldest record; one beyond the end, where reset says",
    async () => {
      const topic = await peer.topic();
      await peer.produce(
        topic,
        numbers(0, 10).map((value) => ({ value })),
      );
      await peer.deleteRecords(topic, 6);
      const at = (offset: number) => new Map([[`${topic}:0`, offset]]);
      const below = await consuming(client, { topics: [topic], positions: at(2), reset: "latest" }, (consumer) =>
        readAll(consumer),
      );
      assert.deepEqual(texts(below), ["6", "7", "8", "9"]);
      const beyond = await consuming(client, { topics: [topic], positions: at(99), reset: "earliest" }, (consumer) =>
        readAll(consumer),
      );
      assert.deepEqual(texts(beyond), ["6", "7", "8", "9"]);
    },
  );

  await check("a poll gives no more records and bytes than asked, but a single record of any size", async () => {
    const topic = await peer.topic(1, { "max.message.bytes": "6000000" });
    await peer.produce(topic, [
      ...numbers(0, 50).map((value) => ({ value })),
      { value: "x".repeat(5_000_000) },
      { value: "last" },
    ]);
    await consuming(client, { topics: [topic], reset: "earliest" }, async (consumer) => {
      const sizes: number[] = [];
      const last = await (async () => {
        for (;;) {
          const { records } = await consumer.poll(5000, { records: 20, bytes: 1000 });
          if (records.length > 0) sizes.push(records.length);
          if (texts(records).at(-1) === "last") return records;
        }
      })();
      assert.ok(
        sizes.every((size) => size <= 20),
        `${sizes}`,
      );
      assert.deepEqual(texts(last), ["last"]);
    });
  });

  await check("a paused partition is left out, and only it; resumed, it goes on where it was", async () => {
    const topic = await peer.topic(2);
    await peer.produce(
      topic,
      Array.from({ length: 200 }, (_, i) => ({ value: `${Math.floor(i / 2)}`, partition: i % 2 })),
    );
    await consuming(client, { topics: [topic], reset: "earliest" }, async (consumer) => {
      consumer.pause(new Set([`${topic}:0`]));
      const others = await readAll(consumer);
      assert.deepEqual([others.length, others.every(({ partition }) => partition === 1)], [100, true]);
      consumer.pause(new Set());
      assert.deepEqual(texts(await read(consumer, 100)), numbers(0, 100));
    });
  });

  await check("wake ends a waiting poll", async () => {
    const topic = await peer.topic();
    await consuming(client, { topics: [topic], reset: "latest" }, async (consumer) => {
      await consumer.poll(0, POLL);
      setTimeout(() => consumer.wake(), 50);
      const started = Date.now();
      assert.deepEqual((await consumer.poll(10_000, POLL)).records, []);
      assert.ok(Date.now() - started < 2000);
    });
  });

  await check("the reader that does not poll does not fill the memory", async () => {
    const topic = await peer.topic(4);
    const value = "x".repeat(10_000);
    for (let i = 0; i < 40; i++) {
      await peer.produce(
        topic,
        Array.from({ length: 100 }, (_, k) => ({ value, partition: k % 4 })),
      );
    }
    await consuming(client, { topics: [topic], reset: "earliest", bufferBytes: 2 * 1024 * 1024 }, async (consumer) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      // What was fetched ahead is what comes without a further fetch: nothing can arrive between two polls in the same turn of the event loop.
      let ahead = 0;
      for (;;) {
        const { records } = await consumer.poll(0, { records: 1_000_000, bytes: Number.POSITIVE_INFINITY });
        if (records.length === 0) break;
        ahead += records.length * 10_000;
      }
      assert.ok(ahead > 0 && ahead <= 4 * 1024 * 1024, `${ahead} bytes were waiting`);
      assert.equal((await read(consumer, 4000 - ahead / 10_000)).length, 4000 - ahead / 10_000);
    });
  });

  await check("partitions added while running are read from where reset says", async () => {
    for (const reset of ["earliest", "latest"] as const) {
      const topic = await peer.topic();
      await consuming(client, { topics: [topic], reset }, async (consumer) => {
        await consumer.poll(0, POLL);
        await peer.addPartitions(topic, 3);
        const started = Date.now();
        for (;;) {
          const { assigned } = await consumer.poll(200, POLL);
          if (assigned?.length === 3) break;
          assert.ok(Date.now() - started < 10_000, "not noticed within 10 s");
        }
        const producer = await peer.producer();
        await producer.send({
          topic,
          messages: [
            { value: "1", partition: 1 },
            { value: "2", partition: 2 },
          ],
        });
        assert.deepEqual(texts(await read(consumer, 2)).sort(), ["1", "2"]);
      });
    }
  });

  await check("a missing topic is told by its name; none is created", async () => {
    await assert.rejects(client.partitions("no-such-topic"), { kind: "unknown-topic", message: /no-such-topic/ });
    await assert.rejects(client.consumer({ topics: ["no-such-topic"], reset: "earliest" }), { kind: "unknown-topic" });
    await assert.rejects(client.partitions("no-such-topic"), { kind: "unknown-topic" });
  });

  await check("documented refusal: a topic named like a member of every object", async () => {
    await assert.rejects(client.partitions("constructor"), { kind: "rejected", message: /constructor/ });
  });
}
