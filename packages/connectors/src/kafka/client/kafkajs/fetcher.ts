import { Bell } from "../../../support/bell.ts";
import type { PartitionBuffer } from "../buffers.ts";
import type { ConsumerOptions, KafkaClientOptions, KafkaError } from "../port.ts";
import type { ClusterConnection } from "./cluster.ts";
import { isOutOfRange, toKafkaError } from "./errors.ts";
import { Outage } from "./outage.ts";
import { type FetchedPartition, offsetBehind, toRecord } from "./records.ts";
import { eachCommitted } from "./transactions.ts";

const MB = 1024 * 1024;
/** How long a broker holds a fetch that has nothing to give. */
const MAX_WAIT_MS = 500;
/** The same while other partitions wait for room: they are asked for again soon. */
const CROWDED_WAIT_MS = 50;
/** A batch larger than this is not asked for. */
const LARGEST_FETCH_BYTES = 128 * MB;

export interface FetcherEvents {
  arrived(): void;
  /** The consumer cannot go on. */
  failed(error: KafkaError): void;
  /** A broker did not answer as its partitions' leader: look up who leads. */
  leadersMoved(): Promise<void>;
}

/** Keeps the buffers of the partitions that one node leads filled: one fetch at a time, prepared while the reader works. */
export class Fetcher {
  readonly #nodeId: number;
  readonly #cluster: ClusterConnection;
  readonly #options: ConsumerOptions;
  readonly #log: KafkaClientOptions["log"];
  readonly #events: FetcherEvents;
  readonly #outage: Outage;
  readonly #room = new Bell();
  #partitions: readonly PartitionBuffer[] = [];
  #running = false;
  #stopped = false;

  constructor(
    nodeId: number,
    cluster: ClusterConnection,
    options: ConsumerOptions,
    client: KafkaClientOptions,
    events: FetcherEvents,
  ) {
    this.#nodeId = nodeId;
    this.#cluster = cluster;
    this.#options = options;
    this.#log = client.log;
    this.#events = events;
    this.#outage = new Outage(`fetching from node ${nodeId}`, client.outageMs ?? 60_000, client.log);
  }

  /** The partitions that this node leads now. */
  assign(partitions: readonly PartitionBuffer[]): void {
    this.#partitions = partitions;
    this.#room.ring();
    if (!this.#running && partitions.length > 0) {
      this.#running = true;
      void this.#run();
    }
  }

  roomMade(): void {
    this.#room.ring();
  }

  stop(): void {
    this.#stopped = true;
    this.#room.ring();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const wanted = this.#partitions.filter((buffer) => buffer.bytes < buffer.maxBytes);
      if (wanted.length === 0) {
        await this.#room.wait(MAX_WAIT_MS);
        continue;
      }
      try {
        const moved = await this.#fetch(wanted, wanted.length < this.#partitions.length ? CROWDED_WAIT_MS : MAX_WAIT_MS);
        this.#outage.succeeded();
        // An answer that brought nothing forward although there is something comes at once each time.
        if (!moved) await this.#room.wait(CROWDED_WAIT_MS);
      } catch (thrown) {
        if (this.#stopped) return;
        await this.#recover(thrown, wanted);
      }
    }
  }

  /** `false` if a partition that has more than is read brought nothing forward. */
  async #fetch(wanted: readonly PartitionBuffer[], maxWaitMs: number): Promise<boolean> {
    const topics = await this.#cluster.fetch({
      nodeId: this.#nodeId,
      readUncommitted: this.#options.readUncommitted === true,
      maxWaitMs,
      minBytes: this.#options.fetchMinBytes ?? 1,
      maxBytes: Math.max(this.#options.fetchMaxBytes ?? 8 * MB, ...wanted.map((buffer) => buffer.maxBytes)),
      partitions: wanted,
    });
    let stuck = false;
    for (const { topicName, partitions } of topics) {
      for (const fetched of partitions) {
        const buffer = wanted.find((it) => it.topic === topicName && it.partition === fetched.partition);
        if (buffer !== undefined && !this.#accept(buffer, fetched)) stuck = true;
      }
    }
    this.#events.arrived();
    return !stuck;
  }

  #accept(buffer: PartitionBuffer, fetched: FetchedPartition): boolean {
    const start = buffer.fetchOffset;
    buffer.end = Number(fetched.highWatermark);
    const { messages } = fetched;
    const last = messages.at(-1);
    if (last === undefined) {
      const readable = this.#options.readUncommitted
        ? buffer.end
        : Math.min(buffer.end, Number(fetched.lastStableOffset ?? buffer.end));
      if (readable <= start) return true;
      // Not even one whole batch fitted.
      buffer.maxBytes = Math.min(buffer.maxBytes * 2, LARGEST_FETCH_BYTES);
      return false;
    }
    // A fetch gives whole batches: the first may begin below the offset asked for.
    const aborted = this.#options.readUncommitted ? [] : (fetched.abortedTransactions ?? []);
    eachCommitted(messages, aborted, (message) => {
      if (Number(message.offset) >= start) buffer.push(toRecord(buffer.topic, buffer.partition, message));
    });
    buffer.fetchOffset = Math.max(start, offsetBehind(last));
    return buffer.fetchOffset > start;
  }

  async #recover(thrown: unknown, wanted: readonly PartitionBuffer[]): Promise<void> {
    const error = toKafkaError(thrown);
    try {
      if (isOutOfRange(error)) {
        await this.#moveIntoRange(wanted);
        return;
      }
      if (!this.#outage.failed(error)) {
        this.#stopped = true;
        this.#events.failed(error);
        return;
      }
      await this.#room.wait(this.#outage.delayMs);
      if (!this.#stopped) await this.#events.leadersMoved();
    } catch (again) {
      this.#log("debug", "Kafka: recovering failed", { error: toKafkaError(again).message });
    }
  }

  /** Partitions whose offset the log no longer has go on at its start, those beyond its end where `reset` says. */
  async #moveIntoRange(wanted: readonly PartitionBuffer[]): Promise<void> {
    const [earliest, latest] = await Promise.all([
      this.#cluster.listOffsets(wanted, "earliest"),
      this.#cluster.listOffsets(wanted, "latest"),
    ]);
    for (const buffer of wanted) {
      const first = earliest.get(buffer.id) as number;
      const end = latest.get(buffer.id) as number;
      const asked = buffer.fetchOffset;
      if (asked >= first && asked <= end) continue;
      const offset = asked < first || this.#options.reset === "earliest" ? first : end;
      buffer.moveTo(offset);
      const fields = { topic: buffer.topic, partition: buffer.partition, asked, first, end, goingOnAt: offset };
      this.#log("warn", "Kafka: the broker does not have the offset asked for; records may be missing", fields);
    }
  }
}
