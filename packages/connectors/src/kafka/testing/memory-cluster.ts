import { Bell } from "../../support/bell.ts";
import { Buffers, PartitionBuffer } from "../client/buffers.ts";
import {
  type ConsumerOptions,
  type KafkaClient,
  type KafkaClientOptions,
  type KafkaConsumer,
  KafkaError,
  type KafkaErrorKind,
  type KafkaProducer,
  type KafkaRecord,
  type OutgoingRecord,
  type ProducerOptions,
  partitionId,
  type TopicPartition,
} from "../client/port.ts";

/** A record to be found in a topic. */
export interface GivenRecord {
  key?: string | Uint8Array | null;
  value?: string | Uint8Array | null;
  timestamp?: number;
  headers?: [string, string | null][];
  partition?: number;
}

const bytes = (given: string | Uint8Array | null | undefined) =>
  typeof given === "string" ? Buffer.from(given) : (given ?? null);

/** A Kafka cluster in memory behind the client port, with faults. */
export class MemoryCluster {
  readonly topics = new Map<string, KafkaRecord[][]>();
  readonly commits = new Map<string, number>();
  readonly sent: OutgoingRecord[][] = [];
  consumerOptions: ConsumerOptions | undefined;
  producerOptions: ProducerOptions | undefined;
  clientOptions: KafkaClientOptions | undefined;
  open = 0;
  /** Called before each send; what it throws fails the send. */
  onSend: (records: readonly OutgoingRecord[]) => Promise<void> | void = () => {};
  /** The next operation of a kind fails. */
  readonly #faults = new Map<"connect" | "poll" | "partitions", KafkaError>();
  readonly arrived = new Bell();

  createTopic(topic: string, partitions = 1): void {
    this.topics.set(
      topic,
      Array.from({ length: partitions }, () => []),
    );
  }

  produce(topic: string, records: readonly GivenRecord[]): void {
    for (const given of records) {
      const partition = given.partition ?? 0;
      const list = this.topics.get(topic)?.[partition] as KafkaRecord[];
      const [key, value] = [bytes(given.key), bytes(given.value)];
      const headers = (given.headers ?? []).map(([name, text]) => ({ key: name, value: bytes(text) }));
      const size = (key?.length ?? 0) + (value?.length ?? 0);
      const place = {
        topic,
        partition,
        offset: list.length,
        timestamp: given.timestamp ?? Date.parse("2026-01-05T09:00:00.120Z"),
      };
      list.push({ ...place, key, value, headers, size });
    }
    this.arrived.ring();
  }

  fail(operation: "connect" | "poll" | "partitions", kind: KafkaErrorKind, message: string): void {
    this.#faults.set(operation, new KafkaError(kind, message));
    this.arrived.ring();
  }

  raise(operation: "connect" | "poll" | "partitions"): void {
    const fault = this.#faults.get(operation);
    if (fault !== undefined) throw fault;
  }

  readonly createClient = (options: KafkaClientOptions): KafkaClient => {
    this.clientOptions = options;
    return new MemoryClient(this);
  };
}

class MemoryClient implements KafkaClient {
  readonly #cluster: MemoryCluster;

  constructor(cluster: MemoryCluster) {
    this.#cluster = cluster;
    cluster.open++;
  }

  async connect(): Promise<void> {
    this.#cluster.raise("connect");
  }

  async partitions(topic: string): Promise<number[]> {
    this.#cluster.raise("partitions");
    const partitions = this.#cluster.topics.get(topic);
    if (partitions === undefined) throw new KafkaError("unknown-topic", `topic '${topic}': no such topic`);
    return [...partitions.keys()];
  }

  async listOffsets(partitions: readonly TopicPartition[], at: "earliest" | "latest"): Promise<Map<string, number>> {
    const end = ({ topic, partition }: TopicPartition) => this.#cluster.topics.get(topic)?.[partition]?.length ?? 0;
    return new Map(partitions.map((it) => [partitionId(it.topic, it.partition), at === "earliest" ? 0 : end(it)]));
  }

  async committedOffsets(): Promise<Map<string, number>> {
    return new Map(this.#cluster.commits);
  }

  async consumer(options: ConsumerOptions): Promise<KafkaConsumer> {
    this.#cluster.consumerOptions = options;
    for (const topic of options.topics) await this.partitions(topic);
    const consumer = new MemoryConsumer(this.#cluster, options);
    await consumer.poll(0, { records: 0, bytes: 0 });
    consumer.announce();
    return consumer;
  }

  async producer(options: ProducerOptions): Promise<KafkaProducer> {
    this.#cluster.producerOptions = options;
    this.#cluster.open++;
    return {
      send: async (records) => {
        await this.#cluster.onSend(records);
        this.#cluster.sent.push([...records]);
      },
      close: async () => void this.#cluster.open--,
    };
  }

  async close(): Promise<void> {
    this.#cluster.open--;
  }
}

class MemoryConsumer implements KafkaConsumer {
  readonly #cluster: MemoryCluster;
  readonly #options: ConsumerOptions;
  readonly #buffers = new Buffers();
  #announced = 0;
  #woken = false;

  constructor(cluster: MemoryCluster, options: ConsumerOptions) {
    this.#cluster = cluster;
    this.#options = options;
    cluster.open++;
  }

  /** The next poll names all partitions. */
  announce(): void {
    this.#announced = 0;
  }

  #fetch(): void {
    for (const topic of this.#options.topics) {
      for (const [partition, records] of (this.#cluster.topics.get(topic) ?? []).entries()) {
        let buffer = this.#buffers.get(topic, partition);
        if (buffer === undefined) {
          const id = partitionId(topic, partition);
          const reset = this.#options.reset === "earliest" ? 0 : records.length;
          const start = this.#options.positions?.get(id) ?? this.#cluster.commits.get(id) ?? reset;
          buffer = new PartitionBuffer(topic, partition, start, 1);
          this.#buffers.add(buffer);
        }
        buffer.end = records.length;
        for (const record of records.slice(buffer.fetchOffset)) buffer.push(record);
        buffer.fetchOffset = records.length;
      }
    }
  }

  async poll(maxWaitMs: number, limits: { records: number; bytes: number }): ReturnType<KafkaConsumer["poll"]> {
    this.#cluster.raise("poll");
    this.#woken = false;
    for (const deadline = Date.now() + maxWaitMs; ; ) {
      this.#fetch();
      const all = this.#buffers.all;
      const changed = all.length !== this.#announced;
      this.#announced = all.length;
      const assigned = changed
        ? all.map(({ topic, partition, position }) => ({ topic, partition, offset: position }))
        : undefined;
      const records = limits.records === 0 ? [] : this.#buffers.take(limits);
      const left = deadline - Date.now();
      if (records.length > 0 || changed || left <= 0 || this.#woken) return { records, assigned };
      await this.#cluster.arrived.wait(left);
      this.#cluster.raise("poll");
    }
  }

  pause(ids: ReadonlySet<string>): void {
    this.#buffers.pause(ids);
  }

  wake(): void {
    this.#woken = true;
    this.#cluster.arrived.ring();
  }

  commit(offsets: ReadonlyMap<string, number>): void {
    for (const [id, offset] of offsets) this.#cluster.commits.set(id, offset);
  }

  progress(): ReturnType<KafkaConsumer["progress"]> {
    return this.#buffers.all.map(({ id, topic, partition, position, end }) => {
      return { topic, partition, position, end, committed: this.#cluster.commits.get(id) };
    });
  }

  async close(): Promise<void> {
    this.#cluster.open--;
  }
}
