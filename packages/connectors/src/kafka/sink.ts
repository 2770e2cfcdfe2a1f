import {
  type Connection,
  type ConnectorContext,
  ProcessorError,
  type Sink,
  type SinkHost,
  type StreamRecord,
} from "@millrace/engine";
import type { Document } from "@millrace/mql";
import {
  type Compression,
  type KafkaClient,
  type KafkaClientOptions,
  KafkaError,
  type KafkaProducer,
  type OutgoingRecord,
} from "./client/port.ts";
import { toProcessorError } from "./errors.ts";
import { NotWritable, RecordEncoder } from "./outgoing.ts";
import { Sender } from "./sender.ts";
import { KafkaSettings } from "./settings.ts";
import { ACKS, COMPRESSIONS } from "./spec.ts";

/** Documents go out together with those that follow within this time (engine.md 6.0). */
const LINGER_MS = 5;
/** Retries of one batch end after this (design 6). */
const PATIENCE_MS = 60_000;
/** Different targets of an expression (engine.md 1.9). */
const MOST_TOPICS = 1000;

/** Writes documents to Kafka topics (engine.md 6.2). */
export class KafkaSink implements Sink {
  readonly #options: Document;
  readonly #connection: Connection;
  readonly #context: ConnectorContext;
  readonly #host: SinkHost;
  readonly #createClient: (options: KafkaClientOptions) => KafkaClient;
  readonly #encoder: RecordEncoder;
  readonly #topics = new Set<string>();
  #client: KafkaClient | undefined;
  #producer: KafkaProducer | undefined;
  #sender: Sender | undefined;

  constructor(
    options: Document,
    connection: Connection,
    context: ConnectorContext,
    host: SinkHost,
    createClient: (options: KafkaClientOptions) => KafkaClient,
  ) {
    this.#options = options;
    this.#connection = connection;
    this.#context = context;
    this.#host = host;
    this.#createClient = createClient;
    this.#encoder = new RecordEncoder(options, context);
  }

  async open(): Promise<void> {
    const settings = new KafkaSettings(this.#connection, this.#context);
    const client = this.#createClient(settings.clientOptions());
    this.#client = client;
    try {
      await client.connect();
      await this.#checkTopic(client);
      this.#producer = await client.producer({ acks: this.#acks(settings), compression: this.#compression(settings) });
    } catch (error) {
      throw toProcessorError(error, this.#connection.name, "opening the target");
    }
    this.#sender = new Sender(this.#producer, {
      lingerMs: settings.number("linger.ms") ?? LINGER_MS,
      patienceMs: settings.number("delivery.timeout.ms") ?? PATIENCE_MS,
      clock: this.#context.clock,
      refused: (record, error) => this.#host.deadLetter(record, `Failed to write the record: ${error.message}`),
      written: (topic, records, bytes) => this.#host.wrote(records, bytes, { topic }),
      retrying: (error) =>
        this.#context.log("warn", "Kafka: writing failed, trying again", {
          connection: this.#connection.name,
          error: error.message,
        }),
    });
  }

  /** A fixed topic that may not be used is an error at the start. One that does not exist may be created by the broker later. */
  async #checkTopic(client: KafkaClient): Promise<void> {
    const { literalTopic } = this.#encoder;
    if (literalTopic === undefined) return;
    try {
      await client.partitions(literalTopic);
    } catch (error) {
      if (!(error instanceof KafkaError && error.kind === "unknown-topic")) throw error;
      this.#context.log("info", `Kafka: the topic '${literalTopic}' does not exist yet`, { connection: this.#connection.name });
    }
  }

  get #config(): Document {
    return (this.#options.config ?? {}) as Document;
  }

  #acks(settings: KafkaSettings): -1 | 0 | 1 {
    const names = Object.keys(ACKS) as (keyof typeof ACKS)[];
    const given =
      this.#config.acks === undefined ? settings.choice("acks", names) : (String(this.#config.acks) as keyof typeof ACKS);
    return ACKS[given ?? "all"];
  }

  #compression(settings: KafkaSettings): Compression {
    return (
      (this.#config.compression_type as Compression | undefined) ?? settings.choice("compression.type", COMPRESSIONS) ?? "none"
    );
  }

  async write(records: StreamRecord[]): Promise<void> {
    const sender = this.#opened();
    for (const record of records) {
      const outgoing = this.#encode(record);
      if (outgoing === undefined) continue;
      this.#countTopic(outgoing.topic);
      sender.add(outgoing, record);
    }
    await this.#named(() => sender.room());
  }

  #encode(record: StreamRecord): OutgoingRecord | undefined {
    try {
      return this.#encoder.encode(record);
    } catch (error) {
      if (!(error instanceof NotWritable)) throw error;
      this.#host.deadLetter(record, error.message);
      return undefined;
    }
  }

  #countTopic(topic: string): void {
    if (this.#topics.has(topic)) return;
    if (this.#topics.size >= MOST_TOPICS) {
      const rule = `A processor may write to at most ${MOST_TOPICS} different topics; '${topic}' would be one more`;
      throw new ProcessorError(420, "user-fatal", rule);
    }
    this.#topics.add(topic);
  }

  flush(): Promise<void> {
    const sender = this.#opened();
    return this.#named(() => sender.flush());
  }

  async #named(sending: () => Promise<void>): Promise<void> {
    try {
      await sending();
    } catch (error) {
      throw toProcessorError(error, this.#connection.name, "writing");
    }
  }

  #opened(): Sender {
    if (this.#sender === undefined) throw new ProcessorError(1, "internal", "The Kafka sink is not open");
    return this.#sender;
  }

  snapshot(): undefined {}

  async close(): Promise<void> {
    const [producer, client] = [this.#producer, this.#client];
    this.#sender?.stop();
    this.#producer = undefined;
    this.#client = undefined;
    if (producer !== undefined) await producer.close();
    if (client !== undefined) await client.close();
  }
}
