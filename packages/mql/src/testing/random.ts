/** Random documents, expressions and stages for property tests; the same for the same seed. */
import { expressionsByName } from "../expressions/registry.ts";
import { Binary, BSONRegExp, Code, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp, UUID } from "../values/classes.ts";
import { setOwn } from "../values/names.ts";
import type { Document, Value } from "../values/types.ts";

const scalars: readonly Value[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  2.5,
  -0.5,
  5e9,
  2 ** 31,
  -(2 ** 31),
  3n,
  2n ** 62n,
  new Double(5),
  new Double(-0),
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Decimal128.fromString("1.5"),
  Decimal128.fromString("NaN"),
  "",
  "abc",
  "12",
  "2020-01-01",
  "a.b",
  "é\u2028\u{1f600}",
  new Date(0),
  new Date(1.7e12),
  new ObjectId("0".repeat(24)),
  new Binary(Uint8Array.of(1, 2), 0),
  new UUID("0".repeat(32)),
  new Timestamp({ t: 1, i: 2 }),
  new BSONRegExp("a", "i"),
  new MinKey(),
  new MaxKey(),
  new Code("x"),
];
const names = ["a", "b", "c", "d", "k", "v", "id", "length", "constructor", "__proto__", "0"];
const paths = ["a", "b", "c", "d", "a.b", "b.a.c", "c.length", "d.constructor", "a.0", "a.id.b", "__proto__", "__proto__.a"];

/** Arguments of operators that take named ones; those not listed take a list. */
const fields: Readonly<Record<string, readonly string[]>> = {
  $cond: ["if", "then", "else"],
  $convert: ["input", "to", "onError", "onNull", "format", "byteOrder", "base"],
  $dateFromString: ["dateString", "format", "timezone", "onError", "onNull"],
  $dateToString: ["date", "format", "timezone", "onNull"],
  $dateTrunc: ["date", "unit", "binSize", "timezone", "startOfWeek"],
  $filter: ["input", "as", "cond", "limit"],
  $getField: ["field", "input"],
  $map: ["input", "as", "in"],
  $reduce: ["input", "initialValue", "in"],
  $setField: ["field", "input", "value"],
};

/** What is likely to make sense for an argument. */
const likely: Readonly<Record<string, readonly Value[]>> = {
  as: ["x", "this"],
  base: [2, 10, 16],
  binSize: [1, 2, 0, null],
  byteOrder: ["little", "big"],
  field: names,
  format: ["%Y-%m-%d", "hex", "base64", null],
  in: [{ $add: ["$$this", 1] }, "$$this", "$$this.a"],
  startOfWeek: ["monday", "sun"],
  timezone: ["UTC", "Europe/Oslo", "+02:00", "Nowhere", null],
  to: ["int", "long", "double", "string", "bool", "date", "decimal", "objectId", "binData", 5, null],
  unit: ["day", "week", "month", "hour", "quarter", "eon"],
};

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!;
  }

  times<T>(most: number, make: () => T): T[] {
    return Array.from({ length: Math.floor(this.next() * (most + 1)) }, make);
  }

  value(depth = 2): Value {
    if (depth > 0 && this.chance(0.15)) return this.times(3, () => this.value(depth - 1));
    if (depth > 0 && this.chance(0.2)) return this.document(depth - 1);
    return this.pick(scalars);
  }

  document(depth = 2): Document {
    const made: Document = {};
    for (const name of this.times(4, () => this.pick(names))) setOwn(made, name, this.value(depth));
    return made;
  }

  expression(depth = 3): Value {
    if (depth === 0 || this.chance(0.2)) return this.chance(0.6) ? `$${this.pick(paths)}` : this.#constant();
    if (this.chance(0.15))
      return this.pick<Value>(["$$ROOT", "$$REMOVE", "$$CURRENT.a", { $meta: "stream.source.type" }, { $literal: this.value() }]);
    if (this.chance(0.1)) return [this.expression(depth - 1), this.expression(depth - 1)];
    if (this.chance(0.1)) return { p: this.expression(depth - 1), q: this.expression(depth - 1) };
    return this.#operator(this.pick([...expressionsByName().keys()]), depth - 1);
  }

  /** One of the per-document stages. */
  stage(): Document {
    const path = () => this.pick(["a", "b", "c", "a.b", "b.c.d", "d.id", "k", "constructor"]);
    const computed = () =>
      Object.fromEntries([1, 2, 3].slice(Math.floor(this.next() * 3)).map(() => [path(), this.expression(2)]));
    switch (Math.floor(this.next() * 8)) {
      case 0:
        return {
          $match: this.pick<Document>([
            { a: { $exists: true } },
            { "a.b": { $ne: 5 } },
            { b: { $not: { $gt: 1 } } },
            { $expr: this.expression(1) },
          ]),
        };
      case 1:
        return { $project: { ...computed(), ...(this.chance(0.5) && { [path()]: 1 }), ...(this.chance(0.3) && { _id: 0 }) } };
      case 2:
        return { $project: { [path()]: 0, ...(this.chance(0.5) && { [path()]: 0 }) } };
      case 3:
        return { $unset: this.chance(0.5) ? path() : ["a.b", "c"] };
      case 4:
        return {
          $replaceRoot: {
            newRoot: this.pick<Value>([
              "$a",
              "$b",
              { $mergeObjects: ["$$ROOT", "$a"] },
              { a: "$b", r: "$$ROOT" },
              { $ifNull: ["$a", "$$ROOT"] },
            ]),
          },
        };
      case 5:
        return {
          $unwind: {
            path: `$${path()}`,
            preserveNullAndEmptyArrays: this.chance(0.7),
            ...(this.chance(0.3) && { includeArrayIndex: this.pick(["i", "a.i"]) }),
          },
        };
      default:
        return { $addFields: computed() };
    }
  }

  #constant(): Value {
    const value = this.value();
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { $literal: value } : value;
  }

  #operator(name: string, depth: number): Value {
    const inner = () => this.expression(depth);
    switch (name) {
      case "$switch":
        return { $switch: { branches: [{ case: inner(), then: inner() }], ...(this.chance(0.8) && { default: inner() }) } };
      case "$let":
        return { $let: { vars: { x: inner(), y: inner() }, in: ["$$x", "$$y.a", inner()] } };
      case "$meta":
        return { $meta: "stream" };
      case "$rand":
      case "$currentDate":
        return { [name]: {} };
    }
    const named = fields[name];
    if (named === undefined) return { [name]: [inner(), ...this.times(2, inner)] };
    return {
      [name]: Object.fromEntries(named.filter(() => this.chance(0.9)).map((field) => [field, this.#argument(field, depth)])),
    };
  }

  #argument(field: string, depth: number): Value {
    const values = likely[field];
    return values !== undefined && this.chance(0.8) ? this.pick(values) : this.expression(depth);
  }
}

/** Freezes everything below the top level. */
export function freezeBelow(document: Document): Document {
  for (const value of Object.values(document)) freeze(value);
  return document;
}

function freeze(value: Value): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner as Value);
}
