import { md5 } from "@noble/hashes/legacy.js";
import { encodeValue } from "../../codecs/index.ts";
import { kinds } from "../../compiler/kinds.ts";
import { BSONSymbol } from "../../values/classes.ts";
import { setOwn } from "../../values/names.ts";
import { makeLong, numberOf } from "../../values/numbers.ts";
import { isDocument, isNumeric } from "../../values/type-of.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

const longs = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/**
 * $toHashedIndexKey: a 64-bit hash of a value, as a long, for spreading documents evenly (engine.md 2.3). As in hashed indexes, it is
 * cut from an MD5 digest, numbers of all types lose their fraction first, and missing counts as null. The manual does not say
 * which bytes the database feeds to MD5, so the hash spreads as the database's does but is not the same number.
 */
export const toHashedIndexKey = defineExpression({
  name: "$toHashedIndexKey",
  arity: 1,
  evaluate: (value: Value) => {
    const digest = md5(encodeValue(withoutFractions(value)));
    return makeLong(new DataView(digest.buffer, digest.byteOffset).getBigInt64(0, true));
  },
  kinds: kinds.numeric,
  docs: {
    summary: "Gives the hash of a value, for spreading documents evenly.",
    examples: [
      // MD5 of the BSON of {v: null}, which is 08000000 0a 7600 00.
      { in: {}, expr: { $toHashedIndexKey: "$a" }, out: -591_353_217_215_572_939n },
      // {v: "x"}, and {v: NumberLong(2)} for all numbers from 2 up to 3.
      { in: { a: "x" }, expr: { $toHashedIndexKey: "$a" }, out: 4_944_302_433_847_891_459n },
      { in: { a: 2.9 }, expr: { $toHashedIndexKey: "$a" }, out: -1_786_791_454_709_220_142n },
    ],
  },
});

/** The value as it is hashed: whole numbers as longs, symbols as strings. */
function withoutFractions(value: Value): Value {
  if (value === undefined) return null;
  if (isNumeric(value)) return wholeOf(value);
  if (value instanceof BSONSymbol) return value.value;
  if (Array.isArray(value)) return value.map(withoutFractions);
  if (!isDocument(value)) return value;
  const document: Document = {};
  for (const name of Object.keys(value)) setOwn(document, name, withoutFractions(value[name]));
  return document;
}

/** The number without its fraction as a long, the nearest one beyond the range; 0 for NaN. */
function wholeOf(value: Value): bigint {
  if (typeof value === "bigint") return value;
  const number = numberOf(value);
  if (Number.isNaN(number)) return 0n;
  if (!Number.isFinite(number)) return number > 0 ? longs.most : longs.least;
  const whole = BigInt(Math.trunc(number));
  return whole > longs.most ? longs.most : whole < longs.least ? longs.least : whole;
}
