import type { IHeaders } from "kafkajs";
import { KafkaError, type KafkaHeader, type KafkaRecord } from "../port.ts";
import type { AbortedTransaction, TransactionalMessage } from "./transactions.ts";

/** A record as kafkajs decodes it. */
export interface Message extends TransactionalMessage {
  timestamp: string;
  value: Buffer | null;
  headers?: Record<string, unknown>;
  batchContext?: TransactionalMessage["batchContext"] & { firstOffset: string; lastOffsetDelta: number };
}

/** One partition of the answer to a fetch. */
export interface FetchedPartition {
  partition: number;
  highWatermark: string;
  lastStableOffset?: string;
  abortedTransactions?: AbortedTransaction[];
  messages: Message[];
}

/**
 * kafkajs gathers headers by name in a plain object, so repeated names stay in order but no longer lie between others. For names that
 * exist on `Object.prototype` it puts the inherited value before the first one: only bytes and nulls are taken.
 */
function headersOf(message: Message): KafkaHeader[] {
  const headers: KafkaHeader[] = [];
  for (const [key, value] of Object.entries(message.headers ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === null || one instanceof Uint8Array) headers.push({ key, value: one });
    }
  }
  return headers;
}

export function toRecord(topic: string, partition: number, message: Message): KafkaRecord {
  const headers = headersOf(message);
  let size = (message.key?.length ?? 0) + (message.value?.length ?? 0);
  for (const header of headers) size += header.key.length + (header.value?.length ?? 0);
  return {
    topic,
    partition,
    offset: Number(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers,
    size,
  };
}

/** The offset behind the batch of this record: records that compaction removed from its end leave a gap. */
export function offsetBehind(message: Message): number {
  const batch = message.batchContext;
  if (batch?.firstOffset === undefined) return Number(message.offset) + 1;
  return Number(batch.firstOffset) + batch.lastOffsetDelta + 1;
}

/** Headers as kafkajs takes them. It cannot write a null, so that becomes an empty value. */
export function toKafkajsHeaders(headers: readonly KafkaHeader[]): IHeaders {
  const result: IHeaders = Object.create(null);
  for (const { key, value } of headers) {
    const bytes = value === null ? Buffer.alloc(0) : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    const before = result[key];
    result[key] = before === undefined ? bytes : Array.isArray(before) ? [...before, bytes] : [before as Buffer, bytes];
  }
  return result;
}

/** kafkajs keeps topics in plain objects by name; the names that these objects inherit would be taken for entries. */
export function checkTopicName(topic: string): void {
  if (topic in Object.prototype) throw new KafkaError("rejected", `the Kafka client cannot handle a topic named '${topic}'`);
}
