/** The type wrappers of Extended JSON v2: objects such as `{"$oid": "…"}` that stand for a value JSON has no type for. */
import { MqlError } from "../errors.ts";
import { Binary, BSONRegExp, BSONSymbol, Code, DBRef, MaxKey, MinKey, ObjectId, Timestamp, UUID } from "../values/classes.ts";
import { parseDecimal, writeDecimal } from "../values/decimal.ts";
import { makeDouble, makeLong, maxLong, minLong } from "../values/numbers.ts";
import { isDocument } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";
import { base64ToBytes } from "./base64.ts";
import { parseIsoDate } from "./iso-date.ts";

interface Wrapper {
  /** Fields beside the wrapper's own. */
  readonly beside?: readonly string[];
  /** Gives the value, or `undefined` when the content is malformed. `content` is already decoded. */
  read(content: Value, doc: Document): Value;
}

const wrappers: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ["$oid", { read: readObjectId }],
  ["$date", { read: readDate }],
  ["$numberInt", { read: (content) => readInteger(content, -(2n ** 31n), 2n ** 31n - 1n, Number) }],
  ["$numberLong", { read: (content) => readInteger(content, minLong, maxLong, makeLong) }],
  ["$numberDouble", { read: readDouble }],
  ["$numberDecimal", { read: readDecimalText }],
  ["$binary", { beside: ["$type"], read: readBinary }],
  ["$uuid", { read: readUuid }],
  ["$timestamp", { read: readTimestamp }],
  ["$regularExpression", { read: readRegularExpression }],
  ["$minKey", { read: (content) => (content === 1 ? new MinKey() : undefined) }],
  ["$maxKey", { read: (content) => (content === 1 ? new MaxKey() : undefined) }],
  ["$code", { beside: ["$scope"], read: readCode }],
  ["$symbol", { read: (content) => (typeof content === "string" ? new BSONSymbol(content) : undefined) }],
  ["$dbPointer", { read: readDbPointer }],
  ["$undefined", { read: (content) => (content === true ? null : undefined) }],
]);

/** Whether an object with this key is meant as a type wrapper. */
export function isWrapperKey(key: string): boolean {
  return wrappers.has(key);
}

/**
 * The value that a type wrapper stands for. `doc` holds the wrapper key `key`; its contents are decoded already.
 * The deprecated `{"$undefined": true}` is read as null. Throws MqlError 9 when the content or the other fields are not
 * what this wrapper takes.
 */
export function readWrapper(key: string, doc: Document): Value {
  const wrapper = wrappers.get(key)!;
  for (const field of Object.keys(doc)) {
    if (field !== key && !wrapper.beside?.includes(field)) {
      throw new MqlError(9, `Extended JSON ${key} cannot stand beside the field ${JSON.stringify(field)}`);
    }
  }
  return read(key, wrapper, doc[key], doc);
}

/** `readWrapper` for an object that holds nothing but the wrapper key. */
export function readBareWrapper(key: string, content: Value): Value {
  return read(key, wrappers.get(key)!, content, noFields);
}

const noFields: Document = Object.freeze({});

function read(key: string, wrapper: Wrapper, content: Value, doc: Document): Value {
  const value = wrapper.read(content, doc);
  if (value === undefined) throw new MqlError(9, `Malformed Extended JSON value for ${key}`);
  return value;
}

function readObjectId(content: Value): Value {
  return typeof content === "string" && /^[0-9a-fA-F]{24}$/.test(content) ? new ObjectId(content) : undefined;
}

/** ISO-8601 text, or milliseconds since 1970 as a long (`$numberLong`) or integer. */
function readDate(content: Value): Value {
  if (typeof content === "string") {
    const milliseconds = parseIsoDate(content);
    return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds);
  }
  if (typeof content !== "bigint" && !Number.isSafeInteger(content)) return undefined;
  const date = new Date(Number(content));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function readInteger(content: Value, least: bigint, most: bigint, make: (value: bigint) => Value): Value {
  if (typeof content !== "string" || !/^[+-]?\d{1,19}$/.test(content)) return undefined;
  const value = BigInt(content.replace("+", ""));
  return value < least || value > most ? undefined : make(value);
}

function readDouble(content: Value): Value {
  if (typeof content !== "string") return undefined;
  if (content === "NaN") return Number.NaN;
  if (content === "Infinity") return Number.POSITIVE_INFINITY;
  if (content === "-Infinity") return Number.NEGATIVE_INFINITY;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(content) ? makeDouble(Number(content)) : undefined;
}

function readDecimalText(content: Value): Value {
  const decimal = typeof content === "string" ? parseDecimal(content) : undefined;
  return decimal && writeDecimal(decimal);
}

/** `{"base64", "subType"}`, or the legacy form `{"$binary": base64, "$type": hex}`. */
function readBinary(content: Value, doc: Document): Value {
  const legacy = typeof content === "string";
  if (!legacy && (!isDocument(content) || Object.keys(content).length !== 2 || "$type" in doc)) return undefined;
  const base64 = legacy ? content : (content as Document)["base64"];
  const subType = legacy ? doc["$type"] : (content as Document)["subType"];
  if (typeof base64 !== "string" || typeof subType !== "string" || !/^[0-9a-fA-F]{1,2}$/.test(subType)) return undefined;
  const bytes = base64ToBytes(base64);
  return bytes && makeBinary(bytes, Number.parseInt(subType, 16));
}

/** Binary data; 16 bytes of subtype 4 are a UUID. */
export function makeBinary(bytes: Uint8Array, subType: number): Binary {
  return subType === Binary.SUBTYPE_UUID && bytes.length === 16 ? new UUID(bytes) : new Binary(bytes, subType);
}

function readUuid(content: Value): Value {
  const canonical = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;
  return typeof content === "string" && canonical.test(content) ? new UUID(content) : undefined;
}

function readTimestamp(content: Value): Value {
  if (!isDocument(content) || Object.keys(content).length !== 2) return undefined;
  const { t, i } = content;
  return isUnsigned32(t) && isUnsigned32(i) ? new Timestamp({ t, i }) : undefined;
}

function isUnsigned32(value: Value): value is number {
  return typeof value === "number" && value >>> 0 === value;
}

function readRegularExpression(content: Value): Value {
  if (!isDocument(content) || Object.keys(content).length !== 2) return undefined;
  const { pattern, options } = content;
  return typeof pattern === "string" && typeof options === "string" ? makeRegex(pattern, options) : undefined;
}

/** A regular expression value, or `undefined` when it has a NUL or an option that BSON does not know. */
export function makeRegex(pattern: string, options: string): BSONRegExp | undefined {
  const valid = !pattern.includes("\0") && /^[imxlsu]*$/.test(options);
  return valid ? new BSONRegExp(pattern, options) : undefined;
}

function readCode(content: Value, doc: Document): Value {
  if (typeof content !== "string") return undefined;
  if (!Object.hasOwn(doc, "$scope")) return new Code(content);
  const scope = doc["$scope"];
  return isDocument(scope) ? new Code(content, scope) : undefined;
}

function readDbPointer(content: Value): Value {
  if (!isDocument(content) || Object.keys(content).length !== 2) return undefined;
  const { $ref, $id } = content;
  return typeof $ref === "string" && $id instanceof ObjectId ? new DBRef($ref, $id) : undefined;
}
