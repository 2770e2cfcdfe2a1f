import { Binary, type Document, encodeJson, isDocument, isNumeric, numberOf, typeOf, type Value } from "@millrace/mql";
import type { KafkaHeader } from "./client/port.ts";
import { bytesOf } from "./keys.ts";

/** Headers as `stream.source.headers` shows them: `[{ k, v }]`, bytes as BinData. */
export function headersToMeta(headers: readonly KafkaHeader[]): Document[] {
  return headers.map(({ key, value }) => ({ k: key, v: value === null ? null : new Binary(Uint8Array.from(value)) }));
}

/**
 * Headers of a record from what `config.headers` gave: an object, or an array of `{ k, v }` (engine.md 6.2, 12.23). Numbers become decimal text,
 * objects Extended JSON text, bytes stay, null is a header without value. Throws an `Error` for anything else.
 */
export function headersFromValue(value: Value): KafkaHeader[] {
  if (Array.isArray(value)) return value.map((item, index) => fromPair(item, index));
  if (isDocument(value)) return Object.entries(value).map(([key, one]) => ({ key, value: encodeHeader(key, one) }));
  throw new Error(`headers must be an object or an array of { k, v }, not of type ${typeOf(value)}`);
}

function fromPair(item: Value, index: number): KafkaHeader {
  if (!isDocument(item)) throw new Error(`header ${index} is not an object { k, v }`);
  const { k, v } = item;
  if (typeof k !== "string") throw new Error(`the name 'k' of header ${index} is not a string`);
  return { key: k, value: encodeHeader(k, v) };
}

function encodeHeader(key: string, value: Value): Uint8Array | null {
  if (value === null) return null;
  if (typeof value === "string") return Buffer.from(value, "utf8");
  if (value instanceof Binary) return bytesOf(value);
  const type = typeOf(value);
  if (isDocument(value)) return Buffer.from(encodeJson(value), "utf8");
  if (isNumeric(value) && type !== "decimal") {
    const number = typeof value === "bigint" ? value : numberOf(value);
    return Buffer.from(Number.isFinite(Number(number)) ? encodeJson(value) : String(number), "utf8");
  }
  throw new Error(`header '${key}' cannot be of type ${type}`);
}
