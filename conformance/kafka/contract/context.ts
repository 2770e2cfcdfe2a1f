import { createKafkajsClient } from "../../../packages/connectors/src/kafka/client/kafkajs/client.ts";
import type {
  ConsumerOptions,
  KafkaClient,
  KafkaClientOptions,
  KafkaConsumer,
  KafkaRecord,
  OutgoingRecord,
} from "../../../packages/connectors/src/kafka/client/port.ts";
import type { Broker } from "../broker.ts";
import { Peer } from "../peer.ts";

/** What the checks of the contract share: the broker, its other side, and clients of the adapter under test. */
export interface Contract {
  broker: Broker;
  peer: Peer;
  /** A connected client, closed at the end. */
  client(options?: Partial<KafkaClientOptions>): Promise<KafkaClient>;
  /** A client that nobody has connected. */
  newClient(options?: Partial<KafkaClientOptions>): KafkaClient;
  close(): Promise<void>;
}

export function createContract(broker: Broker): Contract {
  const peer = new Peer(broker.bootstrap);
  const clients: KafkaClient[] = [];
  const newClient = (options: Partial<KafkaClientOptions> = {}): KafkaClient => {
    const client = createKafkajsClient({ bootstrap: [broker.bootstrap], clientId: "contract", log: () => {}, ...options });
    clients.push(client);
    return client;
  };
  return {
    broker,
    peer,
    newClient,
    async client(options) {
      const client = newClient(options);
      await client.connect();
      return client;
    },
    async close() {
      await Promise.all([peer.close(), ...clients.map((client) => client.close())]);
    },
  };
}

/** Runs something with a consumer and closes it whatever happens. */
export async function consuming<T>(
  client: KafkaClient,
  options: ConsumerOptions,
  run: (consumer: KafkaConsumer) => Promise<T>,
): Promise<T> {
  const consumer = await client.consumer(options);
  try {
    return await run(consumer);
  } finally {
    await consumer.close();
  }
}

export const POLL = { records: 1000, bytes: 4 * 1024 * 1024 };

/** Polls until so many records came; with fewer after the time, an error says how many. */
export async function read(consumer: KafkaConsumer, count: number, timeoutMs = 20_000): Promise<KafkaRecord[]> {
  const records: KafkaRecord[] = [];
  const deadline = Date.now() + timeoutMs;
  while (records.length < count) {
    if (Date.now() > deadline) throw new Error(`${records.length} of ${count} records within ${timeoutMs / 1000} s`);
    records.push(...(await consumer.poll(200, POLL)).records);
  }
  return records;
}

/** Everything that comes until nothing does for a while. */
export async function readAll(consumer: KafkaConsumer, quietMs = 1200): Promise<KafkaRecord[]> {
  const records: KafkaRecord[] = [];
  let last = Date.now();
  while (Date.now() - last < quietMs) {
    const { records: more } = await consumer.poll(200, POLL);
    if (more.length > 0) last = Date.now();
    records.push(...more);
  }
  return records;
}

export function outgoing(topic: string, value: string | null, key: string | null = null): OutgoingRecord {
  return { topic, key: key === null ? null : Buffer.from(key), value: value === null ? null : Buffer.from(value), headers: [] };
}

export function texts(records: readonly KafkaRecord[]): (string | null)[] {
  return records.map(({ value }) => (value === null ? null : Buffer.from(value).toString()));
}

/** `from`, `from + 1`, …, so many of them, as texts. */
export function numbers(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(from + i));
}
