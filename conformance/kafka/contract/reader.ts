/** `node reader.ts BOOTSTRAP TOPIC GROUP POSITION`: reads as a processor would and prints every offset, until it is killed. */
import { createKafkajsClient } from "../../../packages/connectors/src/kafka/client/kafkajs/client.ts";
import { POLL } from "./context.ts";

const [bootstrap = "", topic = "", group = "", position = "0"] = process.argv.slice(2);
const client = createKafkajsClient({ bootstrap: [bootstrap], clientId: "reader", log: () => {} });
await client.connect();
const positions = new Map([[`${topic}:0`, Number(position)]]);
const consumer = await client.consumer({ topics: [topic], group, positions, reset: "earliest" });
for (;;) {
  for (const { offset } of (await consumer.poll(1000, POLL)).records) process.stdout.write(`${offset}\n`);
}
