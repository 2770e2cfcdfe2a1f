import { ApiError } from "../errors.ts";
import { emptyObject, isObject, type Json, type JsonObject } from "../json.ts";

/** Fields of a dead letter queue; all or none are given (engine.md 1.1). */
const queueFields = ["connectionName", "db", "coll"];

/**
 * Lays options over stored ones, key by key; null, or an empty dead letter queue, takes one away (admin-api.md 13.28, engine.md 1.5).
 * Undefined when nothing is left. Throws MISSING_ATTRIBUTE for half a dead letter queue.
 */
export function changedOptions(before: JsonObject | undefined, change: JsonObject): JsonObject | undefined {
  const after: JsonObject = Object.assign(emptyObject(), before);
  for (const [name, value] of Object.entries(change)) {
    const taken = value === null || (name === "dlq" && isEmptyQueue(value));
    if (taken) Reflect.deleteProperty(after, name);
    else after[name] = name === "dlq" ? completeQueue(value as JsonObject) : value;
  }
  return Object.keys(after).length > 0 || before === undefined ? after : undefined;
}

function isEmptyQueue(value: Json): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

function completeQueue(queue: JsonObject): JsonObject {
  for (const field of queueFields) {
    if (typeof queue[field] !== "string" || queue[field] === "")
      throw new ApiError("MISSING_ATTRIBUTE", [`options.dlq.${field}`]);
  }
  return queue;
}
