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
import { type ShapeField, Shapes } from "./shapes.ts";
import { allocate, copyOf, writeUtf8 } from "./text-bytes.ts";

const encoder = new TextEncoder();
const standardSize = 1 << 16;

/**
 * Writes documents into one buffer that all calls share and that grows with them; a finished document is copied out.
 * Numbers get the type of the number rule, missing fields are left out, missing items of arrays become null.
 */
export class BsonWriter {
  private readonly shapes = new Shapes({ spell: (name) => encoder.encode(`${name}\0`), wrappers: false });
  private bytes = allocate(standardSize);
  private view = new DataView(this.bytes.buffer);
  private position = 0;

  /** `depth`: the document's level, 1 for the outermost. Throws MqlError 22 for names that BSON cannot hold and deep nesting. */
  write(doc: Document, depth: number): Uint8Array {
    this.position = 0;
    // A buffer for one huge document is not kept for good.
    if (this.bytes.length > 256 * standardSize) this.use(allocate(standardSize));
    this.document(doc, this.shapes.root, depth);
    return copyOf(this.bytes, 0, this.position);
  }

  private document(doc: Document, beginning: ShapeField, depth: number): void {
    const start = this.open(depth);
    let field = beginning;
    for (const name of Object.keys(doc)) {
      const value = doc[name];
      if (value === undefined) continue;
      const typeAt = this.take(1);
      const expected = field.next;
      const known = expected !== undefined && expected.name === name ? expected : this.follower(field, name);
      if (known === undefined) this.cstring(name);
      else {
        field = known;
        this.beginning(known);
      }
      const type = this.value(value, field, depth);
      this.bytes[typeAt] = type;
    }
    this.close(start);
  }

  private follower(field: ShapeField, name: string): ShapeField | undefined {
    return name.includes("\0") ? undefined : field.follower(name);
  }

  /** Writes a known name and its NUL. */
  private beginning({ words, size }: ShapeField): void {
    const at = this.take(words.length * 4);
    for (let i = 0; i < words.length; i++) this.view.setInt32(at + i * 4, words[i]!, true);
    this.position = at + size;
  }

  private array(items: readonly Value[], field: ShapeField, depth: number): void {
    const start = this.open(depth);
    for (let i = 0; i < items.length; i++) {
      const typeAt = this.take(1);
      this.cstring(`${i}`);
      const type = this.value(items[i], field, depth);
      this.bytes[typeAt] = type;
    }
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

  /** Writes the value and gives its type byte. `field`: the one whose value, or whose array's item, this is. */
  private value(value: Value, field: ShapeField, depth: number): number {
    switch (typeof value) {
      case "string":
        return this.string(value, bsonType.string);
      case "number":
        return this.number(value);
      case "boolean":
        return this.byte(value ? 1 : 0, bsonType.bool);
      case "bigint":
        return this.int64(value, bsonType.long);
      case "undefined":
        return bsonType.null;
      default:
        return value === null ? bsonType.null : this.object(value, field, depth);
    }
  }

  private object(value: object, field: ShapeField, depth: number): number {
    if (Object.getPrototypeOf(value) === Object.prototype) {
      this.document(value as Document, field.objects, depth + 1);
      return bsonType.document;
    }
    if (Array.isArray(value)) {
      this.array(value, field, depth + 1);
      return bsonType.array;
    }
    if (value instanceof Date) return this.int64(BigInt(value.getTime()), bsonType.date);
    if (value instanceof Double) return this.double(value.value);
    if (value instanceof ObjectId) return this.raw(value.id, bsonType.objectId);
    return this.rareObject(value, field, depth);
  }

  private rareObject(value: object, field: ShapeField, depth: number): number {
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
    if (value instanceof Code) return this.code(value, field, depth);
    if (value instanceof BSONSymbol) return this.string(value.value, bsonType.symbol);
    const pointer = value as DBRef;
    this.string(pointer.collection, bsonType.string);
    return this.raw(pointer.oid.id, bsonType.dbPointer);
  }

  private number(value: number): number {
    if ((value | 0) === value) {
      this.int32(value);
      return bsonType.int;
    }
    if (!Number.isSafeInteger(value)) return this.double(value);
    const at = this.take(8);
    this.view.setUint32(at, value >>> 0, true);
    this.view.setInt32(at + 4, Math.floor(value / 0x1_0000_0000), true);
    return bsonType.long;
  }

  private double(value: number): number {
    const at = this.take(8);
    this.view.setFloat64(at, value, true);
    return bsonType.double;
  }

  private int32(value: number): void {
    const at = this.take(4);
    this.view.setInt32(at, value, true);
  }

  private int64(value: bigint, type: number): number {
    const at = this.take(8);
    this.view.setBigInt64(at, value, true);
    return type;
  }

  private byte(value: number, type = 0): number {
    const at = this.take(1);
    this.bytes[at] = value;
    return type;
  }

  private raw(content: Uint8Array, type: number): number {
    const at = this.take(content.length);
    this.bytes.set(content, at);
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
    const start = this.take(text.length * 3);
    const size = text.length < 16 ? this.shortAscii(text, start) : -1;
    const written = size < 0 ? writeUtf8(this.bytes, text, start) : size;
    this.position = start + written;
    return written;
  }

  /** Writes a short text without the price of a native call; −1 when it is not ASCII. */
  private shortAscii(text: string, start: number): number {
    const { bytes } = this;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) return -1;
      bytes[start + i] = unit;
    }
    return text.length;
  }

  private binary(value: Binary): number {
    const content = value.buffer.subarray(0, value.length());
    const inner = value.sub_type === 2 ? 4 : 0;
    this.int32(content.length + inner);
    this.byte(value.sub_type);
    if (inner > 0) this.int32(content.length);
    return this.raw(content, bsonType.binary);
  }

  private code(value: Code, field: ShapeField, depth: number): number {
    if (!value.scope) return this.string(value.code, bsonType.javascript);
    const start = this.take(4);
    this.string(value.code, bsonType.string);
    this.document(value.scope as Document, field.objects, depth + 1);
    this.view.setInt32(start, this.position - start, true);
    return bsonType.javascriptWithScope;
  }

  /** Makes room for `size` bytes and gives where they begin. It may replace `bytes` and `view`: read these after it. */
  private take(size: number): number {
    const start = this.position;
    const end = start + size;
    if (end > this.bytes.length) {
      const grown = allocate(Math.max(end, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, start));
      this.use(grown);
    }
    this.position = end;
    return start;
  }

  private use(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}
