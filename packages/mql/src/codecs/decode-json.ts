import type { Value } from "../values/types.ts";
import { readJsonBytes, readJsonText } from "./json-reader.ts";

/**
 * The value of JSON or Extended JSON text, numbers exact (design 4). Of a field named twice the last counts.
 * Throws MqlError 9 for malformed JSON, malformed Extended JSON wrappers, nesting beyond 180 and lone surrogates.
 */
export function decodeJson(text: string): Value {
  return readJsonText(text);
}

/** `decodeJson` of UTF-8 bytes; bytes that are not UTF-8 are an error too. */
export function decodeJsonBytes(bytes: Uint8Array): Value {
  return readJsonBytes(bytes);
}
