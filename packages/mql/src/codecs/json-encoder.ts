import { MqlError } from "../errors.ts";
import {
  type Binary,
  type BSONRegExp,
  type BSONSymbol,
  type Code,
  type DBRef,
  type Decimal128,
  Double,
  type MaxKey,
  type MinKey,
  type ObjectId,
  type Timestamp,
} from "../values/classes.ts";
import { setOwn } from "../values/names.ts";
import type { Document, Value } from "../values/types.ts";
import { maxDepth } from "./limits.ts";

/** What JSON.stringify writes as it should be: strings, finite numbers, booleans, null, arrays and plain objects of these, raw text. */
export type Plain = unknown;

/** What stands in JSON for numbers, dates and the types that JSON does not have: one object a format. */
export interface JsonFormat {
  /** Whether JSON.stringify writes integers and fractions within ±2^53 right. Beyond are doubles, infinities and NaN. */
  readonly plainNumbers: boolean;
  number(value: number): Plain;
  long(value: bigint): Plain;
  double(value: number): Plain;
  date(value: Date): Plain;
  /** `plain`: the same for a value inside. */
  other(value: OtherValue, plain: (value: Value) => Plain): Plain;
}

export type OtherValue = Decimal128 | ObjectId | Binary | Timestamp | BSONRegExp | BSONSymbol | Code | DBRef | MinKey | MaxKey;

/** Makes JSON.stringify write this text as it is. Only for text that is JSON of a scalar. */
export const rawJson: (text: string) => Plain = (JSON as unknown as { rawJSON(text: string): Plain }).rawJSON;

/**
 * A function that writes values as JSON text in this format: it replaces what JSON.stringify would not write as it should be,
 * copying only the objects on the way there. Most documents hold nothing of the kind, and nothing is faster than JSON.stringify then.
 * It throws MqlError 9 for nesting beyond 180.
 */
export function jsonWriter(format: JsonFormat): (value: Value) => string {
  const most = format.plainNumbers ? Number.MAX_SAFE_INTEGER : Number.NEGATIVE_INFINITY;

  function plain(value: Value, depth: number): Plain {
    switch (typeof value) {
      case "number":
        return value <= most && value >= -most ? value : format.number(value);
      case "bigint":
        return format.long(value);
      case "object":
        return value === null ? null : plainObject(value, depth);
      case "undefined":
        return null;
      default:
        return value;
    }
  }

  function plainObject(value: object, depth: number): Plain {
    if (Object.getPrototypeOf(value) === Object.prototype) return plainDocument(value as Document, depth);
    if (Array.isArray(value)) return plainArray(value, depth);
    if (value instanceof Date) return format.date(value);
    if (value instanceof Double) return format.double(value.value);
    return format.other(value as OtherValue, (inner) => plain(inner, depth));
  }

  function plainDocument(doc: Document, depth: number): Plain {
    checkDepth(depth);
    let copy: Record<string, Plain> | undefined;
    for (const name in doc) {
      const value = doc[name];
      // The common kinds here and not in a call: this walk is what the exact types cost every document.
      if (typeof value === "string" || value === undefined) continue;
      if (typeof value === "number" && value <= most && value >= -most) continue;
      const replaced = plain(value, depth + 1);
      if (replaced === value) continue;
      copy ??= { ...doc };
      setOwn(copy as Document, name, replaced as Value);
    }
    return copy ?? doc;
  }

  function plainArray(items: Value[], depth: number): Plain {
    checkDepth(depth);
    let copy: Plain[] | undefined;
    for (let i = 0; i < items.length; i++) {
      const value = items[i];
      const replaced = plain(value, depth + 1);
      if (replaced === value) continue;
      copy ??= items.slice();
      copy[i] = replaced;
    }
    return copy ?? items;
  }

  return (value) => JSON.stringify(plain(value, 1));
}

function checkDepth(depth: number): void {
  if (depth > maxDepth) throw new MqlError(9, `Nested more than ${maxDepth} levels deep`);
}
