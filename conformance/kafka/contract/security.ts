import assert from "node:assert/strict";
import { createServer } from "node:net";
import { check } from "../../support/check.ts";
import { SASL_USER } from "../broker.ts";
import { type Contract, consuming, outgoing, read, texts } from "./context.ts";

/** Connecting: credentials, brokers that are not there. */
export async function checkConnecting(contract: Contract): Promise<void> {
  const { peer, broker } = contract;
  const sasl = (password: string) => ({
    bootstrap: [broker.saslBootstrap],
    sasl: { mechanism: "PLAIN" as const, username: SASL_USER.username, password },
  });

  await check("SASL PLAIN: produce and consume", async () => {
    const client = await contract.client(sasl(SASL_USER.password));
    const topic = await peer.topic();
    const producer = await client.producer({ acks: -1, compression: "none" });
    await producer.send([outgoing(topic, "secret")]);
    const found = await consuming(client, { topics: [topic], reset: "earliest" }, (consumer) => read(consumer, 1));
    assert.deepEqual(texts(found), ["secret"]);
    await producer.close();
  });

  await check("wrong credentials are refused as such, at once, and not repeated in the message", async () => {
    const started = Date.now();
    const attempt = contract.newClient(sasl("wrong-password")).connect();
    await assert.rejects(attempt, (error: Error & { kind: string }) => {
      assert.equal(error.kind, "authentication");
      assert.doesNotMatch(error.message, /wrong-password/);
      return true;
    });
    assert.ok(Date.now() - started < 5000);
  });

  await check("a port where nobody listens is an error within seconds", async () => {
    const started = Date.now();
    await assert.rejects(contract.newClient({ bootstrap: ["127.0.0.1:1"] }).connect(), {
      kind: "unreachable",
      message: /127\.0\.0\.1:1/,
    });
    assert.ok(Date.now() - started < 10_000);
  });

  await check("the next broker of the list is tried", async () => {
    const client = contract.newClient({ bootstrap: ["127.0.0.1:1", broker.bootstrap] });
    await client.connect();
    assert.deepEqual(await client.partitions(await peer.topic(2)), [0, 1]);
  });

  await check("a peer that accepts and never answers is an error after the connection time-out", async () => {
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { port: number };
    const started = Date.now();
    const client = contract.newClient({ bootstrap: [`127.0.0.1:${port}`], connectTimeoutMs: 2000 });
    await assert.rejects(client.connect(), { kind: "unreachable", message: /2 s/ });
    assert.ok(Date.now() - started < 4000);
    silent.close();
  });
}
