/** The Kafka source and sink as a processor uses them, against a real broker: the shared checks of design 9. */
import assert from "node:assert/strict";
import { connectorSpecs, loadConnector } from "@millrace/connectors";
import {
  type Connection,
  type ConnectorContext,
  type ProcessorError,
  type Sink,
  type Source,
  StreamRecord,
} from "@millrace/engine";
import type { Binary, Document } from "@millrace/mql";
import { check, sleep } from "../support/check.ts";
import { type Broker, SASL_USER } from "./broker.ts";
import { Peer, uniqueName } from "./peer.ts";

interface Letter {
  doc: Document;
  reason: string;
}

interface Side {
  source(options: Document, settings?: Document): Source;
  sink(options: Document, letters?: Letter[], settings?: Document): Sink;
}

async function connectorOf(broker: Broker): Promise<Side> {
  const { source, sink } = await loadConnector("Kafka");
  const connection = (settings: Document): Connection => {
    return { name: "broker", type: "Kafka", settings: { bootstrapServers: broker.bootstrap, ...settings } };
  };
  const context: ConnectorContext = {
    processorId: uniqueName("processor"),
    processorName: "conformance",
    ephemeral: false,
    clock: {
      now: () => Date.now(),
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, ms);
          signal?.addEventListener("abort", () => resolve(clearTimeout(timer)));
        }),
    },
    log: () => {},
  };
  return {
    source: (options, settings = {}) =>
      source!({ config: { auto_offset_reset: "earliest" }, ...options }, connection(settings), context),
    sink: (options, letters = [], settings = {}) => {
      const host = { deadLetter: ({ doc }: StreamRecord, reason: string) => void letters.push({ doc, reason }), wrote: () => {} };
      return sink!(options, connection(settings), context, host);
    },
  };
}

const recordOf = (doc: Document) => new StreamRecord(doc, 0, { id: "0" }, 1, 1, { describe: () => ({ type: "generated" }) });

/** The error that a promise rejects with. */
async function rejection(promise: Promise<unknown>): Promise<ProcessorError> {
  const [outcome] = await Promise.allSettled([promise]);
  assert.equal(outcome.status, "rejected");
  return (outcome as PromiseRejectedResult).reason;
}

async function readRecords(source: Source, count: number, timeoutMs = 20_000): Promise<StreamRecord[]> {
  const records: StreamRecord[] = [];
  for (const deadline = Date.now() + timeoutMs; records.length < count; ) {
    assert.ok(Date.now() < deadline, `${records.length} of ${count} records within ${timeoutMs / 1000} s`);
    records.push(...((await source.read(200))?.records ?? []));
  }
  return records;
}

export async function checkConnector(broker: Broker): Promise<void> {
  const peer = new Peer(broker.bootstrap);
  const kafka = await connectorOf(broker);

  await check("documents that the sink wrote come back from the source as they were", async () => {
    const topic = await peer.topic(3);
    const sink = kafka.sink({
      topic,
      config: { key: "$id", keyFormat: "long", headers: { by: "suite", n: "$n" }, outputFormat: "canonicalJson" },
    });
    await sink.open(undefined);
    const docs = Array.from({ length: 2000 }, (_, n) => ({
      id: 9007199254740993n + BigInt(n),
      n,
      d: n / 4,
      at: new Date(n * 1000),
    }));
    await sink.write(docs.map(recordOf));
    await sink.flush();
    await sink.close();
    const source = kafka.source({ topic, config: { auto_offset_reset: "earliest", keyFormat: "long" } });
    await source.open(undefined);
    const records = await readRecords(source, docs.length);
    await source.close();
    const found = records.map(({ doc }) => doc).sort((a, b) => (a.n as number) - (b.n as number));
    assert.deepEqual(
      found.map(({ id, n, at }) => ({ id, n, at })),
      docs.map(({ id, n, at }) => ({ id, n, at })),
    );
    for (const { doc, meta } of records) {
      const { key, headers } = meta.source as { key: bigint; headers: { k: string; v: Binary }[] };
      assert.deepEqual([key, headers.map(({ k, v }) => `${k}=${Buffer.from(v.value())}`)], [doc.id, ["by=suite", `n=${doc.n}`]]);
    }
  });

  await check("from the positions of a checkpoint exactly the rest comes, whatever the group was told", async () => {
    const topic = await peer.topic(2);
    await peer.produce(
      topic,
      Array.from({ length: 1000 }, (_, n) => ({ value: `{"n":${n}}`, partition: n % 2 })),
    );
    const first = kafka.source({ topic });
    await first.open(undefined);
    const records = await readRecords(first, 1000);
    const positions: Record<string, number> = {};
    for (const { partition, position } of records.slice(0, 400)) positions[partition.id] = Number(position);
    await first.committed(positions);
    await first.close();
    const second = kafka.source({ topic });
    await second.open(positions);
    const rest = await readRecords(second, 600);
    await sleep(300);
    assert.equal((await second.read(0))?.records.length, 0);
    await second.close();
    const all = [...records.slice(0, 400), ...rest].map(({ doc }) => doc.n as number).sort((a, b) => a - b);
    assert.deepEqual(
      all,
      Array.from({ length: 1000 }, (_, n) => n),
    );
  });

  await check(
    "documents too large for the topic, and those without key in a compacted one, are dead letters; the others arrive",
    async () => {
      const small = await peer.topic(2, { "max.message.bytes": "20000" });
      const letters: Letter[] = [];
      const sink = kafka.sink({ topic: small, config: { key: "$k", keyFormat: "string" } }, letters);
      await sink.open(undefined);
      const docs = Array.from({ length: 300 }, (_, n) => ({ k: `k${n}`, n, pad: "x".repeat(n % 100 === 50 ? 30_000 : 50) }));
      await sink.write(docs.map(recordOf));
      await sink.flush();
      await sink.close();
      assert.deepEqual(
        letters.map(({ doc }) => doc.n),
        [50, 150, 250],
      );
      assert.match(letters[0]?.reason ?? "", /^Failed to write the record: /);
      const source = kafka.source({ topic: small });
      await source.open(undefined);
      const arrived = new Set((await readRecords(source, 297)).map(({ doc }) => doc.n));
      await source.close();
      assert.equal(arrived.size, 297);

      const compacted = await peer.topic(1, { "cleanup.policy": "compact" });
      const refused: Letter[] = [];
      const keyless = kafka.sink({ topic: compacted }, refused);
      await keyless.open(undefined);
      await keyless.write([recordOf({ a: 1 }), recordOf({ a: 2 })]);
      await keyless.flush();
      await keyless.close();
      assert.deepEqual(
        refused.map(({ doc }) => doc),
        [{ a: 1 }, { a: 2 }],
      );
    },
  );

  await check("wrong credentials and a missing topic are the errors that 1.7 asks for", async () => {
    const authentication = { mechanism: "PLAIN", username: SASL_USER.username, password: "wrong-password" };
    const settings = { bootstrapServers: broker.saslBootstrap, authentication, security: { protocol: "SASL_PLAINTEXT" } };
    const topic = await peer.topic();
    for (const side of [kafka.source({ topic }, settings), kafka.sink({ topic }, [], settings)]) {
      const error = await rejection(side.open(undefined));
      assert.deepEqual([error.code, error.errorClass], [125, "user-retryable"]);
      assert.match(error.message, /connection 'broker'/);
      assert.doesNotMatch(error.message, /wrong-password/);
      await side.close();
    }
    const missing = kafka.source({ topic: "never-created" });
    const error = await rejection(missing.open(undefined));
    assert.deepEqual([error.code, error.errorClass], [419, "user-retryable"]);
    assert.match(error.message, /'never-created'/);
    await missing.close();
    assert.ok(connectorSpecs.some(({ name }) => name === "Kafka"));
  });

  await peer.close();
}

/** Ends and restarts the broker. */
export async function checkConnectorOutage(broker: Broker): Promise<void> {
  const peer = new Peer(broker.bootstrap);
  const kafka = await connectorOf(broker);

  await check(
    "broker SIGKILLed while documents flow from topic to topic: the writer waits, then all arrive, in order by key",
    async () => {
      const [from, to] = [await peer.topic(2), await peer.topic(2)];
      const count = 6000;
      const source = kafka.source({ topic: from });
      const sink = kafka.sink({ topic: to, config: { key: "$k", keyFormat: "string" } });
      await source.open(undefined);
      await sink.open(undefined);
      for (let start = 0; start < count; start += 200) {
        const value = (n: number) => JSON.stringify({ k: `k${n % 5}`, n, pad: "x".repeat(2000) });
        await peer.produce(
          from,
          Array.from({ length: 200 }, (_, i) => ({ value: value(start + i), key: `k${i % 5}` })),
        );
      }
      let copied = 0;
      let longest = 0;
      let killed = false;
      while (copied < count) {
        const records = (await source.read(200))?.records ?? [];
        copied += records.length;
        if (copied > 1500 && !killed) {
          killed = true;
          await broker.kill();
          void sleep(2000).then(() => broker.restart());
        }
        const started = Date.now();
        await sink.write(records);
        longest = Math.max(longest, Date.now() - started);
      }
      await sink.flush();
      await source.close();
      await sink.close();
      const reader = kafka.source({ topic: to });
      await reader.open(undefined);
      const last = new Map<string, number>();
      const seen = new Set<number>();
      for (const deadline = Date.now() + 20_000; seen.size < count && Date.now() < deadline; ) {
        for (const { doc } of (await reader.read(200))?.records ?? []) {
          const [key, n] = [doc.k as string, doc.n as number];
          // A batch that was sent again may repeat records, but only as a whole and behind itself.
          if (!seen.has(n)) assert.ok(n > (last.get(key) ?? -1), `${n} after ${last.get(key)}`);
          seen.add(n);
          last.set(key, Math.max(n, last.get(key) ?? -1));
        }
      }
      await reader.close();
      assert.equal(seen.size, count);
      return `longest write ${longest} ms`;
    },
    120_000,
  );

  await check("a broker that is away at the start is an error within seconds; once it is back, starting works", async () => {
    const topic = await peer.topic();
    await broker.kill();
    const started = Date.now();
    const early = kafka.source({ topic });
    const error = await rejection(early.open(undefined));
    assert.deepEqual([error.code, error.errorClass], [125, "user-retryable"]);
    assert.match(error.message, /127\.0\.0\.1/);
    assert.ok(Date.now() - started < 10_000);
    await early.close();
    await broker.restart();
    const later = kafka.source({ topic });
    await later.open(undefined);
    await peer.produce(topic, [{ value: '{"a":1}' }]);
    assert.deepEqual((await readRecords(later, 1))[0]?.doc, { a: 1 });
    await later.close();
  });

  await peer.close();
}
