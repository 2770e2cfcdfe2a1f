import type { Document, Value } from "../values/types.ts";
import { BsonReader } from "./bson-reader.ts";
import { BsonWriter } from "./bson-writer.ts";

const reader = new BsonReader();
const writer = new BsonWriter();

/**
 * The document that BSON bytes hold, types exact (design 4). The deprecated type undefined is read as null.
 * Throws MqlError 22 for malformed bytes.
 */
export function decodeBson(bytes: Uint8Array): Document {
  return reader.read(bytes, 1);
}

/** BSON bytes of a document, types exact; missing fields are left out. Throws MqlError 22 for names with NUL or nesting beyond 180. */
export function encodeBson(doc: Document): Uint8Array {
  return writer.write(doc, 1);
}

/** Bytes of any single value, also of missing: the value of the field `v` of a document. */
export function encodeValue(value: Value): Uint8Array {
  return writer.write({ v: value }, 0);
}

/** The value that `encodeValue` wrote. Throws MqlError 22 for malformed bytes. */
export function decodeValue(bytes: Uint8Array): Value {
  return reader.read(bytes, 0)["v"];
}
