import kafkajs, { type Kafka, type Message, type Producer } from "kafkajs";
import type { KafkaProducer, OutgoingRecord, ProducerOptions } from "../port.ts";
import { compressionTypes } from "./codecs.ts";
import { toKafkaError } from "./errors.ts";
import { checkTopicName, toKafkajsHeaders } from "./records.ts";

function toBuffer(bytes: Uint8Array | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export class KafkajsProducer implements KafkaProducer {
  readonly #producer: Producer;
  readonly #options: ProducerOptions;

  constructor(kafka: Kafka, options: ProducerOptions, metadataMaxAgeMs: number) {
    this.#options = options;
    this.#producer = kafka.producer({
      // Chooses partitions as the Java client does (murmur2 of the key).
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: true,
      metadataMaxAge: metadataMaxAgeMs,
    });
  }

  async open(): Promise<void> {
    try {
      await this.#producer.connect();
    } catch (thrown) {
      throw toKafkaError(thrown);
    }
  }

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    const topics = new Map<string, Message[]>();
    for (const record of records) {
      let messages = topics.get(record.topic);
      if (messages === undefined) {
        checkTopicName(record.topic);
        messages = [];
        topics.set(record.topic, messages);
      }
      const headers = record.headers.length === 0 ? undefined : toKafkajsHeaders(record.headers);
      messages.push({ key: toBuffer(record.key), value: toBuffer(record.value), headers });
    }
    try {
      await this.#producer.sendBatch({
        topicMessages: [...topics].map(([topic, messages]) => ({ topic, messages })),
        acks: this.#options.acks,
        compression: compressionTypes[this.#options.compression],
      });
    } catch (thrown) {
      throw toKafkaError(thrown);
    }
  }

  async close(): Promise<void> {
    await this.#producer.disconnect().catch(() => {});
  }
}
