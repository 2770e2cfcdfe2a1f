import { emptyObject, isObject, type JsonObject, mergeJson } from "../json.ts";
import { at, type ConnectionKind } from "./types/kind.ts";

/** Divides settings into what may be stored in clear and what is sealed. */
export function divide(kind: ConnectionKind, all: JsonObject): { settings: JsonObject; secrets: JsonObject } {
  let settings = all;
  let secrets = emptyObject();
  for (const { path } of kind.sealed) {
    const value = at(all, path);
    if (value === undefined) continue;
    settings = without(settings, path);
    secrets = mergeJson(
      secrets,
      path.reduceRight<JsonObject>((below, name, index) => wrap(name, index === path.length - 1 ? value : below), emptyObject()),
    );
  }
  return { settings, secrets };
}

function wrap(name: string, value: JsonObject[string]): JsonObject {
  const object = emptyObject();
  object[name] = value;
  return object;
}

/** A copy without the field at a path. */
export function without(settings: JsonObject, path: readonly string[]): JsonObject {
  const [name, ...rest] = path;
  const copy = Object.assign(emptyObject(), settings);
  const below = copy[name!];
  if (rest.length > 0 && isObject(below)) copy[name!] = without(below, rest);
  else Reflect.deleteProperty(copy, name!);
  return copy;
}
