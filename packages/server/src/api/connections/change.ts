import { emptyObject, isObject, type Json, type JsonObject } from "../json.ts";
import { without } from "./secrets.ts";
import { at } from "./types/kind.ts";

/** Fields whose names are the caller's own: given anew they replace what was there (admin-api.md 13.9). */
const maps: ReadonlySet<string> = new Set(["config", "headers"]);

/** Objects of which one field tells what the others are (admin-api.md 9.3): with another value they begin anew. */
const variants: ReadonlyMap<string, string> = new Map([
  ["access", "type"],
  ["schemaRegistryAuthentication", "type"],
]);

/** Secrets of one Kafka mechanism, which another one does not take over. */
const mechanismSecrets = ["password", "clientSecret"];

/** Fields that only one way of logging in to Kafka has. */
const loginFields: Readonly<Record<"user" | "oauth" | "aws", readonly string[]>> = {
  user: ["username"],
  oauth: ["clientId", "method", "saslOauthbearerExtensions", "scope", "tokenEndpointUrl"],
  aws: ["aws"],
};

function loginOf(mechanism: Json): keyof typeof loginFields {
  if (mechanism === "OAUTHBEARER") return "oauth";
  return mechanism === "PLAIN" || String(mechanism).startsWith("SCRAM-") ? "user" : "aws";
}

/**
 * Lays a PATCH over stored settings: nested objects merge, so that an omitted secret stays; maps and arrays replace; null takes a field away.
 * Another Kafka mechanism drops the secrets of the one before, and what only the way of logging in before has: clients compare what comes back.
 */
export function changedSettings(before: JsonObject, change: JsonObject): JsonObject {
  const mechanism = at(change, ["authentication", "mechanism"]);
  let base = before;
  if (mechanism !== undefined && mechanism !== at(before, ["authentication", "mechanism"])) {
    const now = loginOf(mechanism);
    const foreign = Object.entries(loginFields).flatMap(([login, fields]) => (login === now ? [] : fields));
    for (const field of [...mechanismSecrets, ...foreign]) base = without(base, ["authentication", field]);
  }
  return merged(base, change);
}

function merged(before: JsonObject, change: JsonObject): JsonObject {
  const after = Object.assign(emptyObject(), before);
  for (const name of Object.keys(change)) {
    const [below, above] = [after[name], change[name]!];
    if (above === null) Reflect.deleteProperty(after, name);
    else if (!isObject(above) || maps.has(name)) after[name] = above;
    else after[name] = merged(isObject(below) && !isOtherVariant(name, below, above) ? below : emptyObject(), above);
  }
  return after;
}

function isOtherVariant(name: string, before: JsonObject, change: JsonObject): boolean {
  const field = variants.get(name);
  return field !== undefined && change[field] !== undefined && change[field] !== before[field];
}

/** A copy without empty maps, which answers leave out (admin-api.md 10.2). */
export function withoutEmptyMaps(settings: JsonObject): JsonObject {
  const copy = emptyObject();
  for (const [name, value] of Object.entries(settings)) {
    if (!(isObject(value) && Object.keys(value).length === 0)) copy[name] = value;
  }
  return copy;
}
