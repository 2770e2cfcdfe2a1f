import type { Kafka } from "kafkajs";
import {
  type ConsumerOptions,
  type KafkaClient,
  type KafkaClientOptions,
  type KafkaConsumer,
  KafkaError,
  type KafkaProducer,
  type ProducerOptions,
  type TopicPartition,
} from "../port.ts";
import { ClusterConnection } from "./cluster.ts";
import { createKafka } from "./connection.ts";
import { KafkajsConsumer } from "./consumer.ts";
import { KafkajsProducer } from "./producer.ts";

/**
 * The port on kafkajs: its connections, authentication, group protocol and codecs, with fetching on demand instead of its push consumer.
 * What it cannot do: null header values are written as empty ones, and topics whose name every JavaScript object inherits (`constructor`) are refused.
 */
class KafkajsClient implements KafkaClient {
  readonly #options: KafkaClientOptions;
  readonly #kafka: Kafka;
  readonly #cluster: ClusterConnection;

  constructor(options: KafkaClientOptions) {
    this.#options = options;
    this.#kafka = createKafka(options);
    this.#cluster = new ClusterConnection(this.#kafka, options.metadataMaxAgeMs ?? 3000);
  }

  connect(): Promise<void> {
    return this.#inTime(this.#cluster.connect());
  }

  async partitions(topic: string): Promise<number[]> {
    await this.#cluster.addTopic(topic);
    await this.#cluster.refresh();
    return this.#cluster.partitions(topic).map(({ partition }) => partition);
  }

  async listOffsets(partitions: readonly TopicPartition[], at: "earliest" | "latest"): Promise<Map<string, number>> {
    for (const topic of new Set(partitions.map((it) => it.topic))) await this.#cluster.addTopic(topic);
    return this.#cluster.listOffsets(partitions, at);
  }

  committedOffsets(group: string, partitions: readonly TopicPartition[]): Promise<Map<string, number>> {
    return this.#cluster.committedOffsets(group, partitions);
  }

  async consumer(options: ConsumerOptions): Promise<KafkaConsumer> {
    const consumer = new KafkajsConsumer(this.#kafka, this.#options, options);
    try {
      await this.#inTime(consumer.open());
    } catch (error) {
      void consumer.close();
      throw error;
    }
    return consumer;
  }

  async producer(options: ProducerOptions): Promise<KafkaProducer> {
    const producer = new KafkajsProducer(this.#kafka, options, this.#options.metadataMaxAgeMs ?? 3000);
    try {
      await this.#inTime(producer.open());
    } catch (error) {
      void producer.close();
      throw error;
    }
    return producer;
  }

  close(): Promise<void> {
    return this.#cluster.close();
  }

  async #inTime<T>(operation: Promise<T>): Promise<T> {
    const ms = this.#options.connectTimeoutMs ?? 30_000;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new KafkaError("unreachable", `no broker answered within ${ms / 1000} s`)), ms);
    });
    try {
      return await Promise.race([operation, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

export function createKafkajsClient(options: KafkaClientOptions): KafkaClient {
  return new KafkajsClient(options);
}
