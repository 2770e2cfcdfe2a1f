/**
 * Values on their way into JavaScript and back, as JSON text: numbers and dates become JavaScript's own, whole numbers beyond
 * 2^53 become BigInt, types that JavaScript lacks become Extended JSON objects. What comes back as a number is a double.
 */
import { decodeJson, encodeJson } from "../codecs/index.ts";
import { parseJson } from "../definition/parse-json.ts";
import { Double } from "../values/classes.ts";
import { setOwn } from "../values/names.ts";
import { makeDouble, makeLong } from "../values/numbers.ts";
import { isDocument } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";

/** A name that marks a value of a type of its own. */
const mark = "$millrace";

/** A function of JavaScript that calls a function with arguments in this form and gives the result in this form. */
export const prelude = `(() => {
  const mark = ${JSON.stringify(mark)};
  const { parse, stringify } = JSON;
  const revive = (key, value) => {
    if (value === null || typeof value !== "object" || !(mark in value)) return value;
    if (value[mark] === "date") return new Date(value.value);
    if (value[mark] === "long") return BigInt(value.value);
    if (value[mark] === "number") return Number(value.value);
    return value[mark] === "missing" ? undefined : value;
  };
  const replace = function (key) {
    const value = this[key];
    if (value instanceof Date) return { [mark]: "date", value: value.getTime() };
    if (typeof value === "bigint") return { [mark]: "long", value: String(value) };
    if (typeof value === "number" && !(Number.isFinite(value) && !Object.is(value, -0))) {
      return { [mark]: "number", value: Object.is(value, -0) ? "-0" : String(value) };
    }
    return value;
  };
  return (call, args) => stringify({ result: call(...parse(args, revive)) }, replace);
})()`;

export function toTransport(args: readonly Value[]): string {
  return JSON.stringify(args.map(outwards));
}

function outwards(value: Value): unknown {
  if (value === undefined) return { [mark]: "missing" };
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return { [mark]: "long", value: String(value) };
  if (typeof value === "number" || value instanceof Double) {
    const number = Number(value);
    return Number.isFinite(number) && !Object.is(number, -0)
      ? number
      : { [mark]: "number", value: Object.is(number, -0) ? "-0" : String(number) };
  }
  if (value instanceof Date) return { [mark]: "date", value: value.getTime() };
  if (Array.isArray(value)) return value.map(outwards);
  if (!isDocument(value)) return parseJson(encodeJson(value, { format: "canonical" }));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, outwards(item as Value)]));
}

export function fromTransport(text: string): Value {
  return inwards((parseJson(text) as { result?: unknown }).result);
}

function inwards(value: unknown): Value {
  if (value === undefined || value === null || typeof value === "string" || typeof value === "boolean") return value as Value;
  if (typeof value === "number") return makeDouble(value);
  if (Array.isArray(value)) return value.map(inwards);
  const object = value as Record<string, unknown>;
  switch (Object.hasOwn(object, mark) ? object[mark] : undefined) {
    case "date":
      return new Date(object.value as number);
    case "long":
      return makeLong(BigInt(object.value as string));
    case "number":
      return makeDouble(Number(object.value));
  }
  const names = Object.keys(object);
  // Types that JavaScript lacks come back as they went in.
  if (names.length > 0 && names.every((name) => name.startsWith("$"))) return decodeJson(JSON.stringify(object));
  const document: Document = {};
  for (const name of names) setOwn(document, name, inwards(object[name]));
  return document;
}
