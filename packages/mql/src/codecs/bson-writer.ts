import { MqlError } from "../errors.ts";
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  type DBRef,
  Decimal128,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from "../values/classes.ts";
import type { Document, Value } from "../values/types.ts";
import { bsonType } from "./bson-types.ts";
import { maxDepth } from "./limits.ts";
import { allocate } from "./text-bytes.ts";

/**
 * Writes documents into one buffer that all calls share and that grows with them; a finished document is copied out.
 * Numbers get the type of the number rule, missing fields are left out, missing items of arrays become null.
 */
export class BsonWriter {
  private bytes = allocate(1 << 16);
  private view = new DataView(this.bytes.buffer, this.bytes.byteOffset);
  private position = 0;
  private readonly encoder = new TextEncoder();

  /** `depth`: the document's level, 1 for the outermost. Throws MqlError 22 for names that BSON cannot hold and deep nesting. */
  write(doc: Document, depth: number): Uint8Array {
    this.position = 0;
    this.document(doc, depth);
    return Uint8Array.prototype.slice.call(this.bytes, 0, this.position);
  }

  private document(doc: Document, depth: number): void {
    const start = this.open(depth);
    for (const name of Object.keys(doc)) {
      const value = doc[name];
      if (value !== undefined) this.element(name, value, depth);
    }
    this.close(start);
  }

  private array(items: readonly Value[], depth: number): void {
    const start = this.open(depth);
    for (let i = 0; i < items.length; i++) this.element(`${i}`, items[i], depth);
    this.close(start);
  }

  private open(depth: number): number {
    if (depth > maxDepth) throw new MqlError(22, `Nested more than ${maxDepth} levels deep`);
    return this.take(4);
  }

  private close(start: number): void {
    this.byte(0);
    this.view.setInt32(start, this.position - start, true);
  }

  private element(name: string, value: Value, depth: number): void {
    const typeAt = this.take(1);
    this.cstring(name);
    this.bytes[typeAt] = this.value(value, depth);
  }

  /** Writes the value and gives its type byte. */
  private value(value: Value, depth: number): number {
    switch (typeof value) {
      case "string":
        return this.string(value, bsonType.string);
      case "number":
        return this.number(value);
      case "boolean":
        return this.byte(value ? 1 : 0, bsonType.bool);
      case "bigint":
        this.view.setBigInt64(this.take(8), value, true);
        return bsonType.long;
      case "undefined":
        return bsonType.null;
      default:
        return value === null ? bsonType.null : this.object(value, depth);
    }
  }

  private object(value: object, depth: number): number {
    if (Object.getPrototypeOf(value) === Object.prototype) {
      this.document(value as Document, depth + 1);
      return bsonType.document;
    }
    if (Array.isArray(value)) {
      this.array(value, depth + 1);
      return bsonType.array;
    }
    if (value instanceof Date) {
      this.view.setBigInt64(this.take(8), BigInt(value.getTime()), true);
      return bsonType.date;
    }
    if (value instanceof Double) return this.double(value.value);
    if (value instanceof ObjectId) return this.raw(value.id, bsonType.objectId);
    return this.rareObject(value, depth);
  }

  private rareObject(value: object, depth: number): number {
    if (value instanceof Decimal128) return this.raw(value.bytes, bsonType.decimal);
    if (value instanceof Binary) return this.binary(value);
    if (value instanceof Timestamp) {
      const at = this.take(8);
      this.view.setUint32(at, value.i, true);
      this.view.setUint32(at + 4, value.t, true);
      return bsonType.timestamp;
    }
    if (value instanceof BSONRegExp) {
      this.cstring(value.pattern);
      this.cstring(value.options);
      return bsonType.regex;
    }
    if (value instanceof MinKey) return bsonType.minKey;
    if (value instanceof MaxKey) return bsonType.maxKey;
    if (value instanceof Code) return this.code(value, depth);
    if (value instanceof BSONSymbol) return this.string(value.value, bsonType.symbol);
    const pointer = value as DBRef;
    this.string(pointer.collection, bsonType.string);
    return this.raw(pointer.oid.id, bsonType.dbPointer);
  }

  private number(value: number): number {
    if ((value | 0) === value) {
      this.view.setInt32(this.take(4), value, true);
      return bsonType.int;
    }
    if (!Number.isSafeInteger(value)) return this.double(value);
    const at = this.take(8);
    this.view.setUint32(at, value >>> 0, true);
    this.view.setInt32(at + 4, Math.floor(value / 0x1_0000_0000), true);
    return bsonType.long;
  }

  private double(value: number): number {
    this.view.setFloat64(this.take(8), value, true);
    return bsonType.double;
  }

  private byte(value: number, type = 0): number {
    this.bytes[this.take(1)] = value;
    return type;
  }

  private raw(content: Uint8Array, type: number): number {
    this.bytes.set(content, this.take(content.length));
    return type;
  }

  private string(text: string, type: number): number {
    const sizeAt = this.take(4);
    const size = this.utf8(text) + 1;
    this.byte(0);
    this.view.setInt32(sizeAt, size, true);
    return type;
  }

  private cstring(text: string): void {
    if (text.includes("\0")) throw new MqlError(22, "BSON cannot hold a field name or pattern with a NUL character");
    this.utf8(text);
    this.byte(0);
  }

  /** Writes the text's UTF-8 and gives its size. */
  private utf8(text: string): number {
    const start = this.take(text.length);
    const { bytes } = this;
    // Short and ASCII is the rule; a call of the encoder costs more than that.
    let i = 0;
    if (text.length < 32) {
      for (; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        if (unit >= 0x80) break;
        bytes[start + i] = unit;
      }
    }
    if (i === text.length) return i;
    this.position = start;
    this.take(text.length * 3);
    const { written } = this.encoder.encodeInto(text, this.bytes.subarray(start));
    this.position = start + written;
    return written;
  }

  private binary(value: Binary): number {
    const content = value.buffer.subarray(0, value.length());
    const inner = value.sub_type === 2 ? 4 : 0;
    this.view.setInt32(this.take(4), content.length + inner, true);
    this.byte(value.sub_type);
    if (inner > 0) this.view.setInt32(this.take(4), content.length, true);
    return this.raw(content, bsonType.binary);
  }

  private code(value: Code, depth: number): number {
    if (!value.scope) return this.string(value.code, bsonType.javascript);
    const start = this.take(4);
    this.string(value.code, bsonType.string);
    this.document(value.scope as Document, depth + 1);
    this.view.setInt32(start, this.position - start, true);
    return bsonType.javascriptWithScope;
  }

  /** Makes room for `size` bytes and gives where they begin. */
  private take(size: number): number {
    const start = this.position;
    const end = start + size;
    if (end > this.bytes.length) {
      const grown = allocate(Math.max(end, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, start));
      this.bytes = grown;
      this.view = new DataView(grown.buffer, grown.byteOffset);
    }
    this.position = end;
    return start;
  }
}
