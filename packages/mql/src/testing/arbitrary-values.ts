/** Random values of every type for property tests, and a spelling of values that does not go through the codecs. */
import fc from "fast-check";
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from "../values/classes.ts";
import type { Document, Value } from "../values/types.ts";

/** Names that mean something to JavaScript, to BSON or to Extended JSON, and must mean nothing here. */
export const awkwardNames = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "toJSON",
  "length",
  "_bsontype",
  "",
  "0",
  "-1",
  "a.b",
  "$x",
  "ü",
  "𝕏",
  'quote"\\',
];

const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("", "a", "\0", '"', "\\", "\n", "\u{10ffff}", "\uffff", "\ufffd", "x".repeat(40)),
);

/** A field name: BSON cannot hold a NUL in it, and `$` names may be wrappers of Extended JSON. */
const fieldName = fc.oneof(
  fc.constantFrom("a", "b", "c", ...awkwardNames),
  text.filter((name) => !name.includes("\0") && !name.startsWith("$")),
);

const edgeNumbers = [
  0,
  1,
  -1,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  -(2 ** 31) - 1,
  2 ** 53 - 1,
  1 - 2 ** 53,
  2 ** 53,
  2 ** 63,
  2 ** 70,
  1e21,
  1e300,
  0.1,
  5e-324,
];

/** Numbers as the number rule has them: every box holds what a plain number could not say. */
export const anyNumber: fc.Arbitrary<Value> = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noDefaultInfinity: false }).filter((n) => !Number.isSafeInteger(n)),
  fc.constantFrom(...edgeNumbers),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.maxSafeInteger().map((n) => new Double(n)),
  fc.constantFrom(new Double(5), new Double(-0), new Double(0)),
  fc.integer().map((n) => BigInt(n)),
  fc.bigInt(2n ** 53n, 2n ** 63n - 1n),
  fc.bigInt(-(2n ** 63n), -(2n ** 53n)),
  fc
    .tuple(fc.bigInt(0n, 10n ** 34n - 1n), fc.integer({ min: -6176, max: 6111 }), fc.boolean())
    .map(([digits, exponent, negative]) => new Decimal128(`${negative ? "-" : ""}${digits}E${exponent}`)),
  fc.constantFrom("0", "-0", "5", "0.1", "NaN", "Infinity", "-Infinity", "9223372036854775807").map((n) => new Decimal128(n)),
);

const bytes = (options: fc.IntArrayConstraints): fc.Arbitrary<Uint8Array> => fc.uint8Array(options);
const objectId = bytes({ minLength: 12, maxLength: 12 }).map((id) => new ObjectId(id));
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

const scalar: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: anyNumber },
  { weight: 3, arbitrary: text },
  fc.constantFrom<Value>(null, true, false),
  fc.date({ noInvalidDate: true }),
  fc.constantFrom(new Date(0), new Date(1_700_000_000_000), new Date(-1), new Date(8.64e15)),
  objectId,
  fc.tuple(bytes({ maxLength: 20 }), fc.constantFrom(0, 2, 3, 5, 128)).map(([content, subType]) => new Binary(content, subType)),
  bytes({ minLength: 16, maxLength: 16 }).map((content) => new UUID(content)),
  fc.record({ t: uint32, i: uint32 }).map((parts) => new Timestamp(parts)),
  fc
    .tuple(text, fc.constantFrom("", "i", "imx"))
    .map(([pattern, options]) => new BSONRegExp(pattern.replaceAll("\0", ""), options)),
  fc.constantFrom<Value>(new MinKey(), new MaxKey()),
  text.map((code) => new Code(code)),
  text.map((symbol) => new BSONSymbol(symbol)),
  fc.tuple(text, objectId).map(([collection, id]) => new DBRef(collection, id)),
);

/** A document as JSON.parse would make it: `__proto__` is a field. */
export function documentOf(entries: readonly (readonly [string, Value])[]): Document {
  const doc: Document = {};
  for (const [name, value] of entries) {
    Object.defineProperty(doc, name, { value, writable: true, enumerable: true, configurable: true });
  }
  return doc;
}

const nested = fc.letrec<{ value: Value; document: Document; array: Value[]; code: Code }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, scalar, tie("document"), tie("array"), tie("code")),
  document: fc.array(fc.tuple(fieldName, tie("value")), { maxLength: 6 }).map(documentOf),
  array: fc.array(tie("value"), { maxLength: 5 }),
  code: fc.tuple(text, tie("document")).map(([code, scope]) => new Code(code, scope)),
}));

export const anyValue: fc.Arbitrary<Value> = nested.value;
export const anyDocument: fc.Arbitrary<Document> = nested.document;

/** A value with all that is to be kept: class, type, order of fields, −0, bytes. */
export function spell(value: Value): string {
  if (typeof value === "bigint") return `long ${value}`;
  if (typeof value === "number") return `number ${value}`;
  if (typeof value !== "object" || value === null) return `${typeof value} ${JSON.stringify(value)}`;
  if (Array.isArray(value)) return `[${value.map(spell).join(", ")}]`;
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (value instanceof Double) return `double ${Object.is(value.value, -0) ? "-0" : value.value}`;
  if (value instanceof Decimal128) return `decimal ${value}`;
  if (value instanceof ObjectId) return `id ${value.toHexString()}`;
  if (value instanceof Binary) return `${value.constructor.name} ${value.sub_type} ${value.toString("hex")}`;
  if (value instanceof Timestamp) return `timestamp ${value.t} ${value.i}`;
  if (value instanceof BSONRegExp) return `regex ${JSON.stringify([value.pattern, value.options])}`;
  if (value instanceof BSONSymbol) return `symbol ${JSON.stringify(value.value)}`;
  if (value instanceof Code) return `code ${JSON.stringify(value.code)} ${value.scope ? spell(value.scope as Value) : ""}`;
  if (value instanceof DBRef) return `pointer ${JSON.stringify(value.collection)} ${value.oid.toHexString()}`;
  if (value instanceof MinKey) return "minKey";
  if (value instanceof MaxKey) return "maxKey";
  if (Object.getPrototypeOf(value) !== Object.prototype) return `unexpected ${value.constructor.name}`;
  return `{${Object.entries(value)
    .map(([name, field]) => `${JSON.stringify(name)}: ${spell(field)}`)
    .join(", ")}}`;
}
