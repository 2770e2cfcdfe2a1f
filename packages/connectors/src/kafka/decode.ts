import { type Clock, type Origin, type SourcePartition, StreamRecord } from "@millrace/engine";
import { type Document, makeLong, type Value } from "@millrace/mql";
import { decodePayload, missingPayload } from "../support/payload.ts";
import type { KafkaHeader, KafkaRecord } from "./client/port.ts";
import { headersToMeta } from "./headers.ts";
import { decodeKey, stripFraming } from "./keys.ts";
import type { KeyFormat } from "./spec.ts";

/** Where a record came from; says it only when asked, and does not keep the record's value. */
class KafkaOrigin implements Origin {
  readonly #topic: string;
  readonly #partition: number;
  readonly #offset: number;
  readonly #key: Uint8Array | null;
  readonly #headers: readonly KafkaHeader[];
  /** The decoded key, where decoding can fail and so has been done. */
  readonly #decoded: Value;

  constructor(record: KafkaRecord, decoded: Value, key: Uint8Array | null) {
    this.#topic = record.topic;
    this.#partition = record.partition;
    this.#offset = record.offset;
    this.#headers = record.headers;
    this.#decoded = decoded;
    this.#key = key;
  }

  describe(): Document {
    const source: Document = { type: "kafka", topic: this.#topic, partition: this.#partition, offset: makeLong(this.#offset) };
    if (this.#decoded !== undefined) source.key = this.#decoded;
    else if (this.#key !== null) source.key = decodeKey(this.#key, "binData");
    if (this.#headers.length > 0) source.headers = headersToMeta(this.#headers);
    return source;
  }
}

/** Makes documents of Kafka records (engine.md 3.1, 7.2). */
export class RecordDecoder {
  readonly #keyFormat: KeyFormat;
  readonly #passThrough: boolean;
  readonly #clock: Clock;

  /** `config` of the `$source`. */
  constructor(config: Document, clock: Clock) {
    this.#keyFormat = (config.keyFormat as KeyFormat | undefined) ?? "binData";
    this.#passThrough = config.keyFormatError === "passThrough";
    this.#clock = clock;
  }

  decode(record: KafkaRecord, partition: SourcePartition): StreamRecord {
    const { value } = record;
    const payload = value === null || value.length === 0 ? missingPayload(value) : decodePayload(stripFraming(value), value);
    let { failure } = payload;
    let key: Value;
    let rawKey = record.key;
    if (rawKey !== null && this.#keyFormat !== "binData") {
      try {
        key = decodeKey(rawKey, this.#keyFormat);
      } catch {
        // A dead letter keeps the bytes in its metadata; what passes has no key.
        if (this.#passThrough) rawKey = null;
        else failure ??= `Failed to deserialize key as ${this.#keyFormat}`;
      }
    }
    const ts = record.timestamp >= 0 ? record.timestamp : this.#clock.now();
    return new StreamRecord(
      payload.doc,
      ts,
      partition,
      record.offset + 1,
      record.size,
      new KafkaOrigin(record, key, rawKey),
      failure,
    );
  }
}
