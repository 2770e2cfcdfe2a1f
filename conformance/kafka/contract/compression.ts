import assert from "node:assert/strict";
import { check } from "../../support/check.ts";
import { type Contract, consuming, outgoing, read, texts } from "./context.ts";

const compressed = ["gzip", "snappy", "lz4", "zstd"] as const;
const filler = "lorem ipsum dolor sit amet ".repeat(40);

/** Every compression in both directions, with Kafka's own Java clients on the other side. */
export async function checkCompression(contract: Contract): Promise<void> {
  const { peer } = contract;
  const client = await contract.client();

  await check("what Java clients compressed is read, whatever the compression", async () => {
    const topic = await peer.topic();
    const lines = (codec: string) => Array.from({ length: 200 }, (_, i) => `${codec}${i}${filler}`);
    await Promise.all(
      compressed.map((codec) =>
        peer.java("ConsoleProducer", ["--topic", topic, "--compression-codec", codec], `${lines(codec).join("\n")}\n`),
      ),
    );
    const found = texts(await consuming(client, { topics: [topic], reset: "earliest" }, (consumer) => read(consumer, 800)));
    for (const codec of compressed)
      assert.deepEqual(
        found.filter((text) => text?.startsWith(codec)),
        lines(codec),
      );
  });

  await check("what is produced with any compression is read by Java clients", async () => {
    const topic = await peer.topic();
    const expected: string[] = [];
    for (const compression of ["none", ...compressed] as const) {
      const producer = await client.producer({ acks: -1, compression });
      // Blocks that do not shrink and batches of several blocks have their own form in some of them.
      const noise = Array.from({ length: 3000 }, () => Math.random().toString(36)).join("");
      const values = [`${compression} short`, `${compression} ${filler.repeat(150)}`, `${compression} ${noise}`];
      await producer.send(values.map((value) => outgoing(topic, value)));
      await producer.close();
      expected.push(...values);
    }
    const args = ["--topic", topic, "--from-beginning", "--max-messages", String(expected.length), "--timeout-ms", "10000"];
    const lines = (await peer.java("consumer.ConsoleConsumer", args)).split("\n").filter((line) => line !== "");
    assert.deepEqual(lines, expected);
  });
}
