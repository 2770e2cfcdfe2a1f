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
import type { Document, Value } from "../values/types.ts";
import { maxDepth } from "./limits.ts";

/** How numbers, dates and the other types without a JSON form are written: one object a format. */
export interface JsonFormat {
  number(value: number): string;
  long(value: bigint): string;
  double(value: number): string;
  date(value: Date): string;
  /** Everything that is not JSON, a number or a date. */
  other(value: OtherValue, write: (value: Value) => string): string;
}

export type OtherValue = Decimal128 | ObjectId | Binary | Timestamp | BSONRegExp | BSONSymbol | Code | DBRef | MinKey | MaxKey;

/** A function that writes values as JSON text in this format. It throws MqlError 9 for nesting beyond 180. */
export function jsonWriter(format: JsonFormat): (value: Value) => string {
  function write(value: Value, depth: number): string {
    switch (typeof value) {
      case "string":
        return quote(value);
      case "number":
        return format.number(value);
      case "boolean":
        return value ? "true" : "false";
      case "bigint":
        return format.long(value);
      case "object":
        return value === null ? "null" : writeObject(value, depth);
      default:
        return "null"; // missing: only an array can hold it
    }
  }

  function writeObject(value: object, depth: number): string {
    if (Object.getPrototypeOf(value) === Object.prototype) return writeDocument(value as Document, depth);
    if (Array.isArray(value)) return writeArray(value, depth);
    if (value instanceof Date) return format.date(value);
    if (value instanceof Double) return format.double(value.value);
    return format.other(value as OtherValue, (inner) => write(inner, depth + 1));
  }

  function writeDocument(doc: Document, depth: number): string {
    checkDepth(depth);
    let text = "";
    for (const key of Object.keys(doc)) {
      const value = doc[key];
      if (value !== undefined) text += `${text === "" ? "" : ","}${quote(key)}:${write(value, depth + 1)}`;
    }
    return `{${text}}`;
  }

  function writeArray(items: Value[], depth: number): string {
    checkDepth(depth);
    let text = "[";
    for (let i = 0; i < items.length; i++) text += (i === 0 ? "" : ",") + write(items[i], depth + 1);
    return `${text}]`;
  }

  return (value) => write(value, 0);
}

function checkDepth(depth: number): void {
  if (depth === maxDepth) throw new MqlError(9, `Nested more than ${maxDepth} levels deep`);
}

/** A string as JSON text. */
export function quote(text: string): string {
  return JSON.stringify(text);
}
