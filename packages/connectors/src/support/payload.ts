import { isUtf8 } from "node:buffer";
import { Binary, type Document, decodeJsonBytes, isDocument, setOwn, type Value } from "@millrace/mql";

/** A payload as a document; with `failure`, why it is none, and then `doc` is what its dead letter holds (engine.md 7.2). */
export interface DecodedPayload {
  doc: Document;
  failure?: string;
}

function failed(value: Value, detail: string): DecodedPayload {
  return { doc: { value }, failure: `Failed to parse input message: ${detail}` };
}

/** Bytes as a string where they are valid UTF-8, else as they are. The copy does not keep a whole read buffer alive. */
export function rawValue(bytes: Uint8Array): Value {
  return isUtf8(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8")
    : new Binary(Uint8Array.from(bytes));
}

/** An array of a payload becomes an object with keys "0", "1", … (engine.md 3.1). */
function fromArray(items: Value[]): Document {
  const doc: Document = {};
  for (const [index, item] of items.entries()) setOwn(doc, String(index), item);
  return doc;
}

/**
 * JSON or Extended JSON text as a document, by the rules of engine.md 3.1: an object, or an array that becomes one.
 * Whatever the bytes are, they stop nothing: what cannot be read is a failure of this one payload, whose dead letter shows `raw`.
 */
export function decodePayload(bytes: Uint8Array, raw: Uint8Array = bytes): DecodedPayload {
  let value: Value;
  try {
    value = decodeJsonBytes(bytes);
  } catch (error) {
    return failed(rawValue(raw), error instanceof Error ? error.message : String(error));
  }
  if (isDocument(value)) return { doc: value };
  if (Array.isArray(value)) return { doc: fromArray(value) };
  return failed(rawValue(raw), "the value is not an object");
}

/** A payload that is not there: a tombstone, or no bytes at all. */
export function missingPayload(value: Uint8Array | null): DecodedPayload {
  return value === null ? failed(null, "the message has no value") : failed("", "the value is empty");
}
