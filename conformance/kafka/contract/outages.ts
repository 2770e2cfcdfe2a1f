import assert from "node:assert/strict";
import { check, sleep, until } from "../../support/check.ts";
import { type Contract, numbers, outgoing, POLL } from "./context.ts";

/** The broker dies and comes back, or does not. These end the broker: they want one of their own. */
export async function checkOutages(contract: Contract): Promise<void> {
  const { peer, broker } = contract;
  const logged: string[] = [];

  await check(
    "broker SIGKILLed and restarted: reading and writing go on, nothing acknowledged is lost",
    async () => {
      const client = await contract.client({ log: (level, message) => level !== "debug" && logged.push(`${level} ${message}`) });
      const topic = await peer.topic(2);
      const group = `${topic}-group`;
      const consumer = await client.consumer({ topics: [topic], group, reset: "earliest" });
      const producer = await client.producer({ acks: -1, compression: "none" });
      const received = new Set<string>();
      let reading = true;
      const reader = (async () => {
        while (reading)
          for (const { value } of (await consumer.poll(200, POLL)).records) received.add(Buffer.from(value ?? []).toString());
      })();
      let outage: Promise<void> | undefined;
      const failures: string[] = [];
      for (const value of numbers(0, 600)) {
        if (value === "200") {
          await broker.kill();
          outage = sleep(3000).then(() => broker.restart());
        }
        for (const started = Date.now(); ; ) {
          try {
            await producer.send([outgoing(topic, value, value)]);
            break;
          } catch (error) {
            failures.push((error as { kind: string }).kind);
            assert.ok(Date.now() - started < 60_000, "sending did not recover within 60 s");
            await sleep(200);
          }
        }
      }
      await outage;
      await until("all acknowledged records", () => received.size === 600, 30_000);
      consumer.commit(
        new Map([
          [`${topic}:0`, 1],
          [`${topic}:1`, 1],
        ]),
      );
      await until("commits go on", async () => (await peer.committed(group, topic)).join() === "1,1", 30_000);
      reading = false;
      await reader;
      await consumer.close();
      await producer.close();
      assert.deepEqual(new Set(failures), new Set(["unreachable"]));
      assert.ok(
        logged.some((line) => /warn .*fetching/.test(line)) && logged.some((line) => /info .*works again/.test(line)),
        logged.join("\n"),
      );
    },
    120_000,
  );

  await check(
    "a broker that stays away is an error after the time allowed, and not before",
    async () => {
      const client = await contract.client({ outageMs: 4000 });
      const topic = await peer.topic();
      const consumer = await client.consumer({ topics: [topic], reset: "earliest" });
      await consumer.poll(0, POLL);
      await broker.kill();
      const started = Date.now();
      const failed = (async () => {
        for (;;) await consumer.poll(200, POLL);
      })();
      await assert.rejects(failed, { kind: "unreachable" });
      const waited = Date.now() - started;
      await consumer.close();
      assert.ok(waited >= 4000 && waited < 15_000, `${waited} ms`);
    },
    60_000,
  );
}
