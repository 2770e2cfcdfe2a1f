/** Conversion to array and object. */
import { isDocument } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { unsupported } from "./failure.ts";
import { valueOfJson } from "./json-text.ts";

/** From JSON text. */
export function intoArray(value: Value): Value {
  if (Array.isArray(value)) return value;
  if (typeof value === "string") return valueOfJson(value, "array");
  throw unsupported(value, "array");
}

/** From JSON text. */
export function intoObject(value: Value): Value {
  if (isDocument(value)) return value;
  if (typeof value === "string") return valueOfJson(value, "object");
  throw unsupported(value, "object");
}
