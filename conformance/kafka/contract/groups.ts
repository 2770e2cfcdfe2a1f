import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { check, sleep, until } from "../../support/check.ts";
import { type Contract, consuming, numbers, POLL, read, texts } from "./context.ts";

const BLOCKED_MS = 90_000;

/** Begins to block a reader; the promise ends with what came of it. Runs beside the other checks, since it takes long. */
export async function blockedReader(contract: Contract): Promise<void> {
  const { peer } = contract;
  const client = await contract.client();
  const topic = await peer.topic(2);
  const group = `${topic}-group`;
  await peer.produce(
    topic,
    numbers(0, 500).map((value, i) => ({ value, partition: i % 2 })),
  );
  await consuming(client, { topics: [topic], group, reset: "earliest" }, async (consumer) => {
    const before = await read(consumer, 500);
    await until("the group is stable", async () => (await peer.group(group)).state === "Stable");
    const { members } = await peer.group(group);
    await sleep(BLOCKED_MS);
    assert.deepEqual(await peer.group(group), { state: "Stable", members });
    await peer.produce(
      topic,
      numbers(500, 10).map((value, i) => ({ value, partition: i % 2 })),
    );
    const after = await read(consumer, 10);
    assert.deepEqual([before.length, texts(after).sort()], [500, numbers(500, 10)]);
    consumer.commit(
      new Map([
        [`${topic}:0`, 255],
        [`${topic}:1`, 255],
      ]),
    );
    await until("the commit arrived", async () => (await peer.committed(group, topic)).join() === "255,255");
  });
}

/** Groups: membership as others see it, commits, and what happens to a reader whose process dies. */
export async function checkGroups(contract: Contract): Promise<void> {
  const { peer } = contract;
  const client = await contract.client();

  await check("a consumer is a member of its group, commits to it, and leaves it when closed", async () => {
    const topic = await peer.topic(2);
    const group = `${topic}-group`;
    await peer.produce(
      topic,
      numbers(0, 20).map((value, i) => ({ value, partition: i % 2 })),
    );
    await consuming(client, { topics: [topic], group, reset: "earliest" }, async (consumer) => {
      await read(consumer, 20);
      consumer.commit(
        new Map([
          [`${topic}:0`, 1],
          [`${topic}:1`, 1],
        ]),
      );
      consumer.commit(
        new Map([
          [`${topic}:0`, 10],
          [`${topic}:1`, 9],
        ]),
      );
      await until("a stable group", async () => (await peer.group(group)).state === "Stable");
      await until("the newest commit", async () => (await peer.committed(group, topic)).join() === "10,9");
      assert.deepEqual(
        consumer.progress().map(({ position, end, committed }) => [position, end, committed]),
        [
          [10, 10, 10],
          [10, 10, 9],
        ],
      );
    });
    await until("nobody left", async () => (await peer.group(group)).members.length === 0, 5000);
  });

  await check("starting does not wait for the group: the first record comes within 2 s", async () => {
    const topic = await peer.topic();
    await peer.produce(topic, [{ value: "x" }]);
    const started = Date.now();
    await consuming(client, { topics: [topic], group: `${topic}-group`, reset: "earliest" }, (consumer) =>
      read(consumer, 1, 5000),
    );
    // Closing, which leaves the group, included.
    assert.ok(Date.now() - started < 5000, `${Date.now() - started} ms`);
  });

  await check("a second member in the group takes nothing away", async () => {
    const topic = await peer.topic(4);
    const group = `${topic}-group`;
    const options = { topics: [topic], group, reset: "earliest" as const };
    await consuming(client, options, (first) =>
      consuming(client, options, async (second) => {
        await until("two members", async () => (await peer.group(group)).members.length === 2);
        await peer.produce(
          topic,
          numbers(0, 40).map((value, i) => ({ value, partition: i % 4 })),
        );
        assert.equal((await read(first, 40)).length, 40);
        assert.equal((await read(second, 40)).length, 40);
      }),
    );
  });

  await check("five times killed (SIGKILL) and started again: each goes on within 15 s, nothing is missed", async () => {
    const topic = await peer.topic();
    const group = `${topic}-group`;
    await peer.produce(
      topic,
      numbers(0, 5000).map((value) => ({ value })),
    );
    const script = fileURLToPath(new URL("./reader.ts", import.meta.url));
    let next = 0;
    const waits: number[] = [];
    for (let round = 0; round < 6; round++) {
      const started = Date.now();
      const child = spawn(process.execPath, [script, contract.broker.bootstrap, topic, group, String(next)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const limit = next + 500;
      let first = true;
      for await (const line of createInterface(child.stdout)) {
        if (first) waits.push(Date.now() - started);
        first = false;
        assert.equal(Number(line), next, "the next offset");
        next++;
        if (next >= limit) break;
      }
      assert.ok(next >= limit, "the reader ended by itself");
      if (round === 0) await until("the reader is in the group", async () => (await peer.group(group)).state === "Stable");
      child.kill("SIGKILL");
    }
    assert.ok(Math.max(...waits) < 15_000, `${waits} ms`);
    return `slowest start ${Math.max(...waits)} ms`;
  });

  await check("how fast a reader is (no limit)", async () => {
    const topic = await peer.topic(2);
    const value = JSON.stringify({ id: 1, text: "x".repeat(180) });
    const producer = await client.producer({ acks: 1, compression: "none" });
    const sent = Date.now();
    for (let i = 0; i < 40; i++) {
      await producer.send(Array.from({ length: 4000 }, () => ({ topic, key: null, value: Buffer.from(value), headers: [] })));
    }
    const producing = Date.now() - sent;
    await producer.close();
    return consuming(client, { topics: [topic], reset: "earliest" }, async (consumer) => {
      const started = Date.now();
      for (let count = 0; count < 160_000; ) count += (await consumer.poll(1000, POLL)).records.length;
      return `consumed ${Math.round(160_000 / (Date.now() - started))} k records/s, produced ${Math.round(160_000 / producing)} k/s of ${value.length} bytes`;
    });
  });
}
