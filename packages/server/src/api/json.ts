/** A JSON value whose objects have no prototype, so that names such as `__proto__` are plain data. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

/** An empty object without prototype. */
export function emptyObject(): JsonObject {
  return Object.create(null) as JsonObject;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Takes the prototypes off what JSON.parse made (own `__proto__` properties included). */
function bare(value: unknown): Json {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value as Json;
  const object = emptyObject();
  for (const name of Object.keys(value)) object[name] = bare((value as Record<string, unknown>)[name]);
  return object;
}

/** Reads a text that this server wrote. */
export function parseJsonObject(text: string): JsonObject {
  return bare(JSON.parse(text)) as JsonObject;
}

/** `over` laid over `base`, object by object; arrays and scalars replace. Neither argument changes. */
export function mergeJson(base: JsonObject, over: JsonObject): JsonObject {
  const merged = Object.assign(emptyObject(), base);
  for (const name of Object.keys(over)) {
    const below = merged[name];
    const above = over[name] as Json;
    merged[name] = isObject(below) && isObject(above) ? mergeJson(below, above) : above;
  }
  return merged;
}
