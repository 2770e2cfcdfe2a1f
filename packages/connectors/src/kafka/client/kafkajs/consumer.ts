import type { Kafka } from "kafkajs";
import { Bell } from "../../../support/bell.ts";
import { Buffers, PartitionBuffer } from "../buffers.ts";
import {
  type ConsumerOptions,
  type KafkaClientOptions,
  type KafkaConsumer,
  KafkaError,
  type PartitionProgress,
  type Poll,
  partitionId,
  type TopicPartition,
} from "../port.ts";
import { ClusterConnection } from "./cluster.ts";
import { Fetcher } from "./fetcher.ts";
import { Membership } from "./membership.ts";
import { Outage } from "./outage.ts";

const MB = 1024 * 1024;
/** How long a start may wait for a cluster that is not quite there. */
const START_PATIENCE_MS = 20_000;

/** Reads all partitions of its topics, whoever else is in the group. */
export class KafkajsConsumer implements KafkaConsumer {
  readonly #options: ConsumerOptions;
  readonly #client: KafkaClientOptions;
  readonly #metadataMaxAgeMs: number;
  readonly #cluster: ClusterConnection;
  readonly #membership: Membership | undefined;
  readonly #buffers = new Buffers();
  /** Rings when records or an error arrived, or the reader is woken. */
  readonly #arrival = new Bell();
  /** Rings at the end. */
  readonly #closing = new Bell();
  readonly #metadataOutage: Outage;
  readonly #fetchers = new Map<number, Fetcher>();
  #assignmentChanged = true;
  #woken = false;
  #closed = false;
  #failure: KafkaError | undefined;

  constructor(kafka: Kafka, client: KafkaClientOptions, options: ConsumerOptions) {
    this.#options = options;
    this.#client = client;
    this.#metadataMaxAgeMs = client.metadataMaxAgeMs ?? 3000;
    this.#cluster = new ClusterConnection(kafka, this.#metadataMaxAgeMs, options.readUncommitted);
    this.#metadataOutage = new Outage("looking up topics", client.outageMs ?? 60_000, client.log);
    if (options.group !== undefined) {
      const membership = {
        group: options.group,
        topics: options.topics,
        metadataMaxAgeMs: this.#metadataMaxAgeMs,
        sessionTimeoutMs: options.sessionTimeoutMs ?? 10_000,
        heartbeatIntervalMs: options.heartbeatIntervalMs ?? 3000,
      };
      this.#membership = new Membership(kafka, membership, client.log);
    }
  }

  /** Settles where every partition starts, then begins to fetch. */
  async open(): Promise<void> {
    await this.#cluster.connect();
    for (const topic of this.#options.topics) await this.#cluster.addTopic(topic);
    await this.#addPartitions(true);
    this.#spreadFetchers();
    void this.#watchTopics();
    this.#membership?.start();
  }

  async poll(maxWaitMs: number, limits: { records: number; bytes: number }): Promise<Poll> {
    const deadline = Date.now() + maxWaitMs;
    this.#woken = false;
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      // Before taking records: a new partition is announced before or with its first record.
      const assigned = this.#assignmentChanged ? this.#assignment() : undefined;
      const records = this.#buffers.take(limits);
      const left = deadline - Date.now();
      if (records.length > 0 || assigned !== undefined || left <= 0 || this.#woken || this.#closed) {
        for (const fetcher of this.#fetchers.values()) fetcher.roomMade();
        return { records, assigned };
      }
      await this.#arrival.wait(left);
    }
  }

  #assignment(): (TopicPartition & { offset: number })[] {
    this.#assignmentChanged = false;
    return this.#buffers.all.map(({ topic, partition, position }) => ({ topic, partition, offset: position }));
  }

  pause(partitionIds: ReadonlySet<string>): void {
    this.#buffers.pause(partitionIds);
    this.#arrival.ring();
  }

  wake(): void {
    this.#woken = true;
    this.#arrival.ring();
  }

  commit(offsets: ReadonlyMap<string, number>): void {
    this.#membership?.commit(offsets);
  }

  progress(): PartitionProgress[] {
    return this.#buffers.all.map(({ id, topic, partition, position, end }) => ({
      topic,
      partition,
      position,
      end,
      committed: this.#membership?.committed.get(id),
    }));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#arrival.ring();
    this.#closing.ring();
    for (const fetcher of this.#fetchers.values()) fetcher.stop();
    await Promise.all([this.#membership?.close(), this.#cluster.close()]);
  }

  /** Looks for partitions that are not read yet. `first`: of those there are now, some have a place to go on from. */
  async #addPartitions(first: boolean): Promise<void> {
    const fresh: TopicPartition[] = [];
    for (const topic of this.#options.topics) {
      for (const { partition } of this.#cluster.partitions(topic)) {
        if (this.#buffers.get(topic, partition) === undefined) fresh.push({ topic, partition });
      }
    }
    if (fresh.length === 0) return;
    const starts = await this.#patiently(() => this.#startOffsets(fresh, first));
    const buffered = (this.#options.bufferBytes ?? 16 * MB) / (this.#buffers.all.length + fresh.length);
    const maxBytes = this.#options.partitionMaxBytes ?? Math.max(64 * 1024, Math.min(MB, Math.floor(buffered / 2)));
    for (const { topic, partition } of fresh) {
      if (this.#buffers.get(topic, partition) !== undefined) continue; // found twice at the same time
      const offset = starts.get(partitionId(topic, partition)) as number;
      this.#buffers.add(new PartitionBuffer(topic, partition, offset, maxBytes));
    }
    this.#assignmentChanged = true;
    this.#arrival.ring();
    if (!first) this.#client.log("info", "Kafka: reading new partitions", { partitions: [...starts.keys()] });
  }

  /** A given position, else what the group has committed, else where `reset` says. */
  async #startOffsets(partitions: readonly TopicPartition[], first: boolean): Promise<Map<string, number>> {
    const { positions, group, reset } = this.#options;
    const starts = new Map<string, number>();
    const open = () => partitions.filter(({ topic, partition }) => !starts.has(partitionId(topic, partition)));
    if (first) {
      for (const { topic, partition } of partitions) {
        const given = positions?.get(partitionId(topic, partition));
        if (given !== undefined) starts.set(partitionId(topic, partition), given);
      }
      if (group !== undefined) {
        for (const [id, offset] of await this.#cluster.committedOffsets(group, open())) starts.set(id, offset);
      }
    }
    for (const [id, offset] of await this.#cluster.listOffsets(open(), reset)) starts.set(id, offset);
    return starts;
  }

  /** Tries again what may pass: a broker that has just started answers, but does not yet know groups and leaders. */
  async #patiently<T>(lookUp: () => Promise<T>): Promise<T> {
    const outage = new Outage("looking up offsets", START_PATIENCE_MS, this.#client.log);
    for (;;) {
      try {
        const found = await lookUp();
        outage.succeeded();
        return found;
      } catch (thrown) {
        if (this.#closed || !outage.failed(thrown as KafkaError)) throw thrown;
        await this.#closing.wait(outage.delayMs);
      }
    }
  }

  /** Sees to it that every node that leads one of the partitions has a fetcher. */
  #spreadFetchers(): void {
    const byLeader = new Map<number, PartitionBuffer[]>();
    for (const topic of this.#options.topics) {
      for (const { partition, leader } of this.#cluster.partitions(topic)) {
        const buffer = this.#buffers.get(topic, partition);
        if (leader === undefined || buffer === undefined) continue;
        byLeader.set(leader, [...(byLeader.get(leader) ?? []), buffer]);
      }
    }
    for (const nodeId of new Set([...this.#fetchers.keys(), ...byLeader.keys()])) {
      let fetcher = this.#fetchers.get(nodeId);
      if (fetcher === undefined) {
        fetcher = new Fetcher(nodeId, this.#cluster, this.#options, this.#client, {
          arrived: () => this.#arrival.ring(),
          failed: (error) => this.#fail(error),
          leadersMoved: () => this.#refresh(),
        });
        this.#fetchers.set(nodeId, fetcher);
      }
      fetcher.assign(byLeader.get(nodeId) ?? []);
    }
  }

  async #refresh(): Promise<void> {
    await this.#cluster.refresh();
    await this.#addPartitions(false);
    if (!this.#closed) this.#spreadFetchers();
  }

  async #watchTopics(): Promise<void> {
    await this.#closing.wait(this.#metadataMaxAgeMs);
    while (!this.#closed && this.#failure === undefined) {
      let pauseMs = this.#metadataMaxAgeMs;
      try {
        await this.#refresh();
        this.#metadataOutage.succeeded();
      } catch (thrown) {
        const error = thrown as KafkaError;
        if (this.#closed) return;
        if (!this.#metadataOutage.failed(error)) this.#fail(error);
        pauseMs = this.#metadataOutage.delayMs;
      }
      await this.#closing.wait(pauseMs);
    }
  }

  #fail(error: KafkaError): void {
    this.#failure ??= error instanceof KafkaError ? error : new KafkaError("rejected", String(error), { cause: error });
    this.#arrival.ring();
  }
}
