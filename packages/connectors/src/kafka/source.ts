import {
  type Connection,
  type ConnectorContext,
  type Position,
  type Positions,
  ProcessorError,
  type Source,
  type SourceBatch,
  type SourcePartition,
  type StreamRecord,
} from "@millrace/engine";
import { type Document, makeLong } from "@millrace/mql";
import { type KafkaClient, type KafkaClientOptions, type KafkaConsumer, type KafkaRecord, partitionId } from "./client/port.ts";
import { RecordDecoder } from "./decode.ts";
import { toProcessorError } from "./errors.ts";
import { KafkaSettings } from "./settings.ts";
import { OFFSET_RESETS } from "./spec.ts";

const LIMITS = { records: 1000, bytes: 4 * 1024 * 1024 };
/** With `enable_auto_commit`, how often the group learns what was handed on. */
const AUTO_COMMIT_MS = 5000;

/** Records of Kafka topics as documents (engine.md 3.1). A position is the offset behind a record. */
export class KafkaSource implements Source {
  readonly #options: Document;
  readonly #connection: Connection;
  readonly #context: ConnectorContext;
  readonly #createClient: (options: KafkaClientOptions) => KafkaClient;
  readonly #partitions = new Map<string, SourcePartition>();
  readonly #checkpointed = new Map<string, number>();
  readonly #decoder: RecordDecoder;
  #client: KafkaClient | undefined;
  #consumer: KafkaConsumer | undefined;
  #autoCommit = false;
  #lastCommit = 0;

  constructor(
    options: Document,
    connection: Connection,
    context: ConnectorContext,
    createClient: (options: KafkaClientOptions) => KafkaClient,
  ) {
    this.#options = options;
    this.#connection = connection;
    this.#context = context;
    this.#createClient = createClient;
    this.#decoder = new RecordDecoder(this.#config, context.clock);
  }

  get #config(): Document {
    return (this.#options.config ?? {}) as Document;
  }

  get #topics(): string[] {
    const { topic } = this.#options;
    return [...new Set(Array.isArray(topic) ? (topic as string[]) : [topic as string])];
  }

  async open(positions: Positions | undefined): Promise<void> {
    for (const [id, position] of Object.entries(positions ?? {})) this.#checkpointed.set(id, Number(position));
    const settings = new KafkaSettings(this.#connection, this.#context);
    const client = this.#createClient(settings.clientOptions());
    this.#client = client;
    try {
      await client.connect();
      this.#consumer = await client.consumer({
        topics: this.#topics,
        group: this.#group(settings),
        positions: this.#checkpointed,
        reset: this.#reset(settings),
        readUncommitted: settings.choice("isolation.level", ["read_committed", "read_uncommitted"]) === "read_uncommitted",
        sessionTimeoutMs: settings.number("session.timeout.ms"),
        heartbeatIntervalMs: settings.number("heartbeat.interval.ms"),
        fetchMinBytes: settings.number("fetch.min.bytes"),
        fetchMaxBytes: settings.number("fetch.max.bytes"),
        partitionMaxBytes: settings.number("max.partition.fetch.bytes"),
      });
    } catch (error) {
      throw toProcessorError(error, this.#connection.name, `opening ${this.#names}`);
    }
    if (this.#consumer.progress().length === 0) {
      throw new ProcessorError(
        419,
        "user-retryable",
        `Kafka connection '${this.#connection.name}': ${this.#names} has no partitions`,
      );
    }
  }

  get #names(): string {
    const quoted = this.#topics.map((topic) => `'${topic}'`);
    return `${quoted.length === 1 ? "topic" : "topics"} ${quoted.join(", ")}`;
  }

  /** The group to be in, if any; settles whether it learns of records when they are handed on or when a checkpoint holds them. */
  #group(settings: KafkaSettings): string | undefined {
    const { ephemeral, processorId } = this.#context;
    const named = (this.#config.group_id as string | undefined) ?? settings.text("group.id");
    this.#autoCommit = (this.#config.enable_auto_commit as boolean | undefined) ?? (!ephemeral || named !== undefined);
    return named ?? (ephemeral ? undefined : `asp-${processorId}-consumer`);
  }

  #reset(settings: KafkaSettings): "earliest" | "latest" {
    const names = Object.keys(OFFSET_RESETS) as (keyof typeof OFFSET_RESETS)[];
    const name =
      (this.#config.auto_offset_reset as keyof typeof OFFSET_RESETS | undefined) ?? settings.choice("auto.offset.reset", names);
    return OFFSET_RESETS[name ?? "latest"];
  }

  async read(maxWaitMs: number): Promise<SourceBatch> {
    const consumer = this.#consumer;
    if (consumer === undefined) return { records: [] };
    let poll: Awaited<ReturnType<KafkaConsumer["poll"]>>;
    try {
      poll = await consumer.poll(maxWaitMs, LIMITS);
    } catch (error) {
      throw toProcessorError(error, this.#connection.name, `reading ${this.#names}`);
    }
    for (const { topic, partition, offset } of poll.assigned ?? []) {
      const id = partitionId(topic, partition);
      if (!this.#partitions.has(id)) this.#partitions.set(id, { id, start: offset });
    }
    const records = poll.records.map((record) => this.#toRecord(record));
    this.#commitHandedOn(consumer);
    return { records, partitions: poll.assigned && [...this.#partitions.values()] };
  }

  #toRecord(record: KafkaRecord): StreamRecord {
    const partition = this.#partitions.get(partitionId(record.topic, record.partition)) as SourcePartition;
    return this.#decoder.decode(record, partition);
  }

  /**
   * Without a checkpoint a restart goes on at the group's offsets. So before there is one the group must not learn of records
   * that nobody has finished with.
   */
  #commitHandedOn(consumer: KafkaConsumer): void {
    const now = this.#context.clock.now();
    if (!this.#autoCommit || this.#checkpointed.size === 0 || now - this.#lastCommit < AUTO_COMMIT_MS) return;
    this.#lastCommit = now;
    consumer.commit(
      new Map(consumer.progress().map(({ topic, partition, position }) => [partitionId(topic, partition), position])),
    );
  }

  pause(partitions: readonly SourcePartition[]): void {
    this.#consumer?.pause(new Set(partitions.map(({ id }) => id)));
  }

  async committed(positions: Positions): Promise<void> {
    for (const [id, position] of Object.entries(positions) as [string, Position][]) this.#checkpointed.set(id, Number(position));
    if (this.#consumer === undefined) return;
    this.#lastCommit = 0;
    if (this.#autoCommit) this.#commitHandedOn(this.#consumer);
    else this.#consumer.commit(new Map(this.#checkpointed));
  }

  wake(): void {
    this.#consumer?.wake();
  }

  async close(): Promise<void> {
    const [consumer, client] = [this.#consumer, this.#client];
    this.#consumer = undefined;
    this.#client = undefined;
    if (consumer !== undefined) await consumer.close();
    if (client !== undefined) await client.close();
  }

  /** `kafkaTotalOffsetLag` and `kafkaPartitions` of engine.md 8.1, without what the engine knows: `isIdle` and `watermark`. */
  stats(): Document {
    let total = 0;
    const kafkaPartitions = (this.#consumer?.progress() ?? []).map(({ topic, partition, position, end }) => {
      const lag = Math.max(0, (end ?? position) - position);
      total += lag;
      const checkpoint = this.#checkpointed.get(partitionId(topic, partition));
      return {
        partition,
        topic,
        currentOffset: makeLong(position),
        ...(checkpoint === undefined ? {} : { checkpointOffset: makeLong(checkpoint) }),
        partitionOffsetLag: makeLong(lag),
      };
    });
    return { kafkaTotalOffsetLag: makeLong(total), kafkaPartitions };
  }
}
