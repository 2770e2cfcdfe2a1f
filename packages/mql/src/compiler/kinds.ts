/**
 * What is known about a value while code is generated: the set of JavaScript representations (design 4) it may have.
 * Code for representations that cannot occur is left out.
 */

import { Decimal128, Double } from "../values/classes.ts";
import { isDocument } from "../values/type-of.ts";
import type { Value } from "../values/types.ts";

const missing = 1;
const nullKind = 2;
const bool = 4;
/** A JS number in 32 bits. */
const int = 8;
/** Any other JS number but NaN: safe longs, fractional doubles, infinities. */
const wide = 16;
const nan = 2048;
/** bigint, Double, Decimal128. */
const boxed = 32;
const string = 64;
const date = 128;
const array = 256;
const document = 512;
const other = 1024;

/** Bits of a set of representations. */
export const kinds = {
  missing,
  null: nullKind,
  nullish: missing | nullKind,
  bool,
  int,
  nan,
  /** A JS number. */
  number: int | wide | nan,
  /** A number of any type. */
  numeric: int | wide | nan | boxed,
  string,
  date,
  array,
  document,
  any: 4095,
  /** Anything but missing. */
  present: 4094,
} as const;

/** The representation of a value. */
export function kindOf(value: Value): number {
  switch (typeof value) {
    case "undefined":
      return missing;
    case "boolean":
      return bool;
    case "number":
      return (value | 0) === value ? int : Number.isNaN(value) ? nan : wide;
    case "bigint":
      return boxed;
    case "string":
      return string;
    default:
      if (value === null) return nullKind;
      if (Array.isArray(value)) return array;
      if (value instanceof Date) return date;
      if (value instanceof Double || value instanceof Decimal128) return boxed;
      return isDocument(value) ? document : other;
  }
}
