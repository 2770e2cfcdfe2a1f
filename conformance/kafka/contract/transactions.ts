import assert from "node:assert/strict";
import { check } from "../../support/check.ts";
import { type Contract, consuming, readAll, texts } from "./context.ts";

type Step = [producer: string, values: string[], end: "commit" | "abort"];

/**
 * Reading what others write in transactions. Writing in transactions is not part of the port yet, so restarting and fencing
 * of transactional producers have no checks here.
 */
export async function checkTransactions(contract: Contract): Promise<void> {
  const { peer } = contract;
  const client = await contract.client();
  const key = Buffer.from([0, 0, 0, 0]);

  /** Writes the transactions one after the other and gives the topic. */
  async function write(steps: Step[], padding = 0): Promise<string> {
    const topic = await peer.topic();
    const producers = new Map<string, Awaited<ReturnType<typeof peer.transactionalProducer>>>();
    for (const [name, values, end] of steps) {
      const producer = producers.get(name) ?? (await peer.transactionalProducer());
      producers.set(name, producer);
      const transaction = await producer.transaction();
      for (const value of values) await transaction.send({ topic, messages: [{ key, value: value.padEnd(padding) }] });
      await transaction[end]();
    }
    return topic;
  }
  const committed = (steps: Step[]) => steps.flatMap(([, values, end]) => (end === "commit" ? values : []));
  const trimmed = (found: (string | null)[]) => found.map((text) => text?.trim());

  const shapes: Record<string, Step[]> = {
    "one aborted transaction in a fetch": [
      ["p", ["a1", "a2"], "abort"],
      ["p", ["c1"], "commit"],
    ],
    "two aborted transactions of one producer in a fetch": [
      ["p", ["a1"], "abort"],
      ["p", ["c1"], "commit"],
      ["p", ["b1"], "abort"],
      ["p", ["c2"], "commit"],
    ],
    "aborted transactions of two producers in a fetch": [
      ["p", ["a1"], "abort"],
      ["q", ["b1"], "abort"],
      ["q", ["c2"], "commit"],
    ],
  };
  for (const [name, steps] of Object.entries(shapes)) {
    // Every record's key is four zero bytes: what the key of an abort marker is.
    await check(`only committed records are read: ${name}`, async () => {
      const topic = await write(steps);
      const found = await consuming(client, { topics: [topic], reset: "earliest" }, (consumer) => readAll(consumer));
      assert.deepEqual(texts(found), committed(steps));
      const all = await consuming(client, { topics: [topic], reset: "earliest", readUncommitted: true }, (consumer) =>
        readAll(consumer),
      );
      assert.deepEqual(
        texts(all),
        steps.flatMap(([, values]) => values),
      );
    });
  }

  await check("only committed records are read: the abort marker lies outside the fetch", async () => {
    const steps: Step[] = [
      ["p", ["a1", "a2", "a3", "a4"], "abort"],
      ["p", ["c1"], "commit"],
    ];
    const topic = await write(steps, 3000);
    const small = { fetchMaxBytes: 4000, partitionMaxBytes: 4000 };
    const found = await consuming(client, { topics: [topic], reset: "earliest", ...small }, (consumer) => readAll(consumer));
    assert.deepEqual(trimmed(texts(found)), ["c1"]);
  });

  await check("reading may start anywhere, also at a marker", async () => {
    const topic = await write([
      ["p", ["a0", "a1", "a2"], "abort"],
      ["p", ["c0", "c1"], "commit"],
    ]);
    for (const offset of [0, 1, 2, 3, 4]) {
      const positions = new Map([[`${topic}:0`, offset]]);
      const found = await consuming(client, { topics: [topic], positions, reset: "latest" }, (consumer) =>
        readAll(consumer, 700),
      );
      assert.deepEqual(texts(found), ["c0", "c1"], `from ${offset}`);
    }
  });

  await check("only committed records are read: thirty interleaved pairs, small fetches and large ones", async () => {
    const topic = await peer.topic();
    const [p, q] = [await peer.transactionalProducer(), await peer.transactionalProducer()];
    const expected: string[] = [];
    for (let round = 0; round < 30; round++) {
      const [a, b] = [await p.transaction(), await q.transaction()];
      for (let i = 0; i < 3; i++) {
        await a.send({ topic, messages: [{ key, value: `A${round}.${i}`.padEnd(2000) }] });
        await b.send({ topic, messages: [{ key, value: `B${round}.${i}`.padEnd(2000) }] });
      }
      await (round % 3 === 0 ? a.commit() : a.abort());
      await (round % 3 === 0 ? b.abort() : b.commit());
      for (let i = 0; i < 3; i++) expected.push(`${round % 3 === 0 ? "A" : "B"}${round}.${i}`);
    }
    for (const sizes of [{ fetchMaxBytes: 5000, partitionMaxBytes: 5000 }, {}]) {
      const found = await consuming(client, { topics: [topic], reset: "earliest", ...sizes }, (consumer) => readAll(consumer));
      assert.deepEqual(trimmed(texts(found)), expected);
    }
  });

  await check("records of an open transaction are not read until it ends", async () => {
    const topic = await peer.topic();
    const producer = await peer.transactionalProducer();
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value: "open" }] });
    await consuming(client, { topics: [topic], reset: "earliest" }, async (consumer) => {
      assert.deepEqual(texts(await readAll(consumer)), []);
      await transaction.commit();
      assert.deepEqual(texts(await readAll(consumer)), ["open"]);
    });
  });
}
