import { type DefNode, parseDefinition, parseJson, writeDefinition } from "@millrace/mql";

/** A JSON value whose objects have no prototype, so that names such as `__proto__` are plain data. */
export type Json = null | boolean | number | string | Json[] | JsonObject | Verbatim;
export interface JsonObject {
  [name: string]: Json;
}

/** JSON that goes out as it came in: field order and number spelling belong to its author (a pipeline). */
export class Verbatim {
  readonly text: string;

  /** @param text compact JSON, as `writeDefinition` gives it */
  constructor(text: string) {
    this.text = text;
  }

  get node(): DefNode {
    return parseDefinition(this.text);
  }
}

/** An empty object without prototype. */
export function emptyObject(): JsonObject {
  return Object.create(null) as JsonObject;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Verbatim);
}

/** Takes the prototypes off what JSON.parse made (own `__proto__` properties included). */
function bare(value: unknown): Json {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value as Json;
  const object = emptyObject();
  for (const name of Object.keys(value)) object[name] = bare((value as Record<string, unknown>)[name]);
  return object;
}

/** Reads an object from a text that this server wrote. */
export function parseJsonObject(text: string): JsonObject {
  return bare(parseJson(text)) as JsonObject;
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

const INDENT = 2;

/** The text of an answer: names in alphabetical order, `undefined` left out, verbatim parts as they are (admin-api.md 4.2). */
export function writeJson(value: unknown, pretty = false): string {
  return write(value, pretty ? "\n" : "");
}

/** `newLine`: line break and indentation of the level at hand; empty when compact. */
function write(value: unknown, newLine: string): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Verbatim) {
    return newLine === "" ? value.text : writeDefinition(value.node, { indent: INDENT }).replaceAll("\n", newLine);
  }
  const inner = newLine === "" ? "" : newLine + " ".repeat(INDENT);
  if (Array.isArray(value)) {
    return enclose(
      "[",
      value.map((item) => write(item, inner)),
      "]",
      newLine,
      inner,
    );
  }
  const object = value as Record<string, unknown>;
  const colon = newLine === "" ? ":" : ": ";
  const members: string[] = [];
  for (const name of Object.keys(object).sort()) {
    const member = object[name];
    if (member !== undefined) members.push(JSON.stringify(name) + colon + write(member, inner));
  }
  return enclose("{", members, "}", newLine, inner);
}

function enclose(open: string, parts: string[], close: string, outer: string, inner: string): string {
  return parts.length === 0 ? open + close : open + inner + parts.join(`,${inner}`) + outer + close;
}
