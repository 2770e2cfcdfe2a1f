import type { Value } from "../values/types.ts";
import { type JsonFormat, jsonWriter } from "./json-encoder.ts";
import { basic, canonical, exact, relaxed, withIsoDates } from "./json-formats.ts";

/** How documents become JSON text (engine.md 6.2). */
export interface JsonOptions {
  /** Default `relaxed`. */
  format?: "relaxed" | "canonical" | "basic";
  /** `ISO8601`: dates as `"YYYY-MM-DDTHH:mm:ss.sssZ"` whatever the format. */
  dateFormat?: "default" | "ISO8601";
}

const formats: Readonly<Record<string, JsonFormat>> = { relaxed, canonical, basic };

/** A prepared `encodeJson`. */
export function makeJsonEncoder(options: JsonOptions = {}): (value: Value) => string {
  const format = formats[options.format ?? "relaxed"]!;
  return jsonWriter(options.dateFormat === "ISO8601" ? withIsoDates(format) : format);
}

const relaxedEncoder = makeJsonEncoder();

/**
 * A value as Extended JSON or plain JSON text by the table of engine.md 6.2; dates on whole seconds without `.000`,
 * integral doubles with `.0` (12.63). Throws MqlError 9 for nesting beyond 180.
 */
export function encodeJson(value: Value, options?: JsonOptions): string {
  return options ? makeJsonEncoder(options)(value) : relaxedEncoder(value);
}

/** JSON text from which every value is read back as it was, types included. */
export const encodeExactJson: (value: Value) => string = jsonWriter(exact);
