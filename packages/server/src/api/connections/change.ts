import { emptyObject, isObject, type JsonObject } from "../json.ts";
import { without } from "./secrets.ts";
import { at } from "./types/kind.ts";

/** Fields whose names are the caller's own: given anew they replace what was there (admin-api.md 13.9). */
const maps: ReadonlySet<string> = new Set(["config", "headers"]);

/** Secrets that belong to the way of logging in. */
const mechanismSecrets = ["password", "clientSecret"];

/**
 * Lays a PATCH over stored settings: nested objects merge, so that an omitted secret stays; maps and arrays replace; null takes a field away.
 * Another Kafka mechanism drops the secrets of the one before.
 */
export function changedSettings(before: JsonObject, change: JsonObject): JsonObject {
  const mechanism = at(change, ["authentication", "mechanism"]);
  let base = before;
  if (mechanism !== undefined && mechanism !== at(before, ["authentication", "mechanism"])) {
    for (const field of mechanismSecrets) base = without(base, ["authentication", field]);
  }
  return merged(base, change);
}

function merged(before: JsonObject, change: JsonObject): JsonObject {
  const after = Object.assign(emptyObject(), before);
  for (const name of Object.keys(change)) {
    const [below, above] = [after[name], change[name]!];
    if (above === null) Reflect.deleteProperty(after, name);
    else after[name] = isObject(above) && !maps.has(name) ? merged(isObject(below) ? below : emptyObject(), above) : above;
  }
  return after;
}

/** A copy without empty maps, which answers leave out (admin-api.md 10.2). */
export function withoutEmptyMaps(settings: JsonObject): JsonObject {
  const copy = emptyObject();
  for (const [name, value] of Object.entries(settings)) {
    if (!(isObject(value) && Object.keys(value).length === 0)) copy[name] = value;
  }
  return copy;
}
