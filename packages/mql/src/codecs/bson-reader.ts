import { MqlError } from "../errors.ts";
import { type Binary, BSONSymbol, Code, DBRef, Decimal128, MaxKey, MinKey, ObjectId, Timestamp } from "../values/classes.ts";
import { makeDictionary, setOwn } from "../values/names.ts";
import { makeDouble, makeLong } from "../values/numbers.ts";
import type { Document, Value } from "../values/types.ts";
import { bsonType } from "./bson-types.ts";
import { makeBinary, makeRegex } from "./ejson-wrappers.ts";
import { maxDepth } from "./limits.ts";
import { type ShapeField, Shapes } from "./shapes.ts";
import { latin1Text, mayShare, utf8Text } from "./text-bytes.ts";

const encoder = new TextEncoder();

/**
 * Reads documents from BSON bytes. Every length is checked against what encloses it: malformed bytes give MqlError 22.
 * One reader serves all calls; reading one document runs to its end without giving way.
 */
export class BsonReader {
  private readonly shapes = new Shapes({ spell: (name) => encoder.encode(`${name}\0`), wrappers: false });
  /** All of the buffer in which the document lies: those that come one after another often lie in the same. */
  private bytes: Uint8Array = new Uint8Array(0);
  private view: DataView = new DataView(this.bytes.buffer);
  /** The document's bytes with one character each, for cutting out short ASCII strings. */
  private ascii = "";
  private start = 0;
  private position = 0;
  /** End of the innermost document being read. */
  private end = 0;
  /** Values of the fields of documents that are not complete yet. */
  private readonly stack: Value[] = [];
  private top = 0;

  /** The document that all the bytes are. `depth`: its level, 1 for the outermost. */
  read(bytes: Uint8Array, depth: number): Document {
    if (bytes.buffer !== this.bytes.buffer) {
      this.bytes = new Uint8Array(bytes.buffer);
      this.view = new DataView(bytes.buffer);
    }
    this.start = bytes.byteOffset;
    this.position = this.start;
    this.end = this.start + bytes.byteLength;
    this.top = 0;
    this.ascii = latin1Text(this.bytes, this.start, this.end);
    const doc = this.document(this.shapes.root, depth);
    if (this.position !== this.end) throw malformed("bytes behind the document");
    return doc;
  }

  private document(beginning: ShapeField, depth: number): Document {
    const outerEnd = this.open(depth);
    const base = this.top;
    let field = beginning;
    while (this.position < this.end) {
      const type = this.bytes[this.position++]!;
      const expected = field.next;
      const follower = expected !== undefined && this.passName(expected) ? expected : this.findFollower(field);
      if (follower === undefined) return this.namedFields(field, base, type, depth, outerEnd);
      field = follower;
      const value = this.value(type, field, depth);
      this.stack[this.top++] = value;
    }
    this.close(outerEnd);
    this.top = base;
    return field === beginning ? {} : (field.make(this.stack, base) as Document);
  }

  private array(field: ShapeField, depth: number): Value[] {
    const outerEnd = this.open(depth);
    const items: Value[] = [];
    while (this.position < this.end) {
      const type = this.bytes[this.position++]!;
      this.skipCstring();
      items.push(this.value(type, field, depth));
    }
    this.close(outerEnd);
    return items;
  }

  /** Goes into a document or array and gives the end of what encloses it. */
  private open(depth: number): number {
    if (depth > maxDepth) throw malformed(`nested more than ${maxDepth} levels deep`);
    const outerEnd = this.end;
    const start = this.position;
    const size = this.int32();
    if (size < 5 || size > outerEnd - start) throw malformed("the size of a document is wrong");
    this.end = start + size - 1;
    if (this.bytes[this.end] !== 0) throw malformed("a document does not end with a zero byte");
    return outerEnd;
  }

  private close(outerEnd: number): void {
    this.position = this.end + 1;
    this.end = outerEnd;
  }

  /** Whether this field's name comes next; goes behind it then. */
  private passName(field: ShapeField): boolean {
    const { words } = field;
    let at = this.position;
    if (at + words.length * 4 > this.view.byteLength || field.size > this.end - at) return false;
    const last = words.length - 1;
    for (let i = 0; i < last; i++) {
      if (this.view.getInt32(at, true) !== words[i]) return false;
      at += 4;
    }
    if ((this.view.getInt32(at, true) & field.lastMask) !== words[last]) return false;
    this.position += field.size;
    return true;
  }

  /** The field whose name comes next, and goes behind it; where there is no room for it, stays and gives `undefined`. */
  private findFollower(field: ShapeField): ShapeField | undefined {
    for (const follower of field.followers) {
      if (this.passName(follower)) {
        field.next = follower;
        return follower;
      }
    }
    const start = this.position;
    const follower = field.follower(this.cstring());
    if (follower === undefined) this.position = start;
    return follower;
  }

  /** The rest of a document whose names are data: at the name after `last`, the values so far on the stack from `base` on. */
  private namedFields(last: ShapeField, base: number, firstType: number, depth: number, outerEnd: number): Document {
    const doc = makeDictionary();
    last.names.forEach((name, i) => {
      setOwn(doc, name, this.stack[base + i]);
    });
    this.top = base;
    for (let type = firstType; ; type = this.bytes[this.position++]!) {
      const name = this.cstring();
      setOwn(doc, name, this.value(type, last, depth));
      if (this.position >= this.end) break;
    }
    this.close(outerEnd);
    return doc;
  }

  private value(type: number, field: ShapeField, depth: number): Value {
    switch (type) {
      case bsonType.double:
        return makeDouble(this.view.getFloat64(this.take(8), true));
      case bsonType.string:
        return this.string();
      case bsonType.document:
        return this.document(field.objects, depth + 1);
      case bsonType.array:
        return this.array(field, depth + 1);
      case bsonType.int:
        return this.int32();
      case bsonType.long:
        return this.long();
      case bsonType.bool:
        return this.bool();
      case bsonType.date:
        return this.date();
      case bsonType.null:
      case bsonType.undefined:
        return null;
      case bsonType.objectId:
        return new ObjectId(this.copy(12));
      default:
        return this.rareValue(type, field, depth);
    }
  }

  private rareValue(type: number, field: ShapeField, depth: number): Value {
    switch (type) {
      case bsonType.binary:
        return this.binary();
      case bsonType.decimal:
        return new Decimal128(this.copy(16));
      case bsonType.timestamp:
        return new Timestamp(this.view.getBigUint64(this.take(8), true));
      case bsonType.regex:
        return this.regex();
      case bsonType.minKey:
        return new MinKey();
      case bsonType.maxKey:
        return new MaxKey();
      case bsonType.javascript:
        return new Code(this.string());
      case bsonType.javascriptWithScope:
        return this.codeWithScope(field, depth);
      case bsonType.symbol:
        return new BSONSymbol(this.string());
      case bsonType.dbPointer:
        return new DBRef(this.string(), new ObjectId(this.copy(12)));
      default:
        throw malformed(`unknown element type 0x${type.toString(16).padStart(2, "0")}`);
    }
  }

  /** Goes `size` bytes on and gives where they begin. */
  private take(size: number): number {
    const start = this.position;
    if (size > this.end - start) throw malformed("a value reaches beyond its document");
    this.position = start + size;
    return start;
  }

  private copy(size: number): Uint8Array {
    const start = this.take(size);
    return this.bytes.slice(start, start + size);
  }

  private int32(): number {
    return this.view.getInt32(this.take(4), true);
  }

  private long(): number | bigint {
    const at = this.take(8);
    const high = this.view.getInt32(at + 4, true);
    // Within ±2^52 two 32-bit halves are exact and quicker than a bigint.
    if (high >= -0x100000 && high < 0x100000) return makeLong(high * 0x1_0000_0000 + this.view.getUint32(at, true));
    return makeLong(this.view.getBigInt64(at, true));
  }

  private bool(): boolean {
    const byte = this.bytes[this.take(1)]!;
    if (byte > 1) throw malformed("a boolean is neither 0 nor 1");
    return byte === 1;
  }

  private date(): Date {
    const at = this.take(8);
    const date = new Date(this.view.getInt32(at + 4, true) * 0x1_0000_0000 + this.view.getUint32(at, true));
    if (Number.isNaN(date.getTime())) throw malformed("a date is beyond the years ±271821");
    return date;
  }

  private string(): string {
    const size = this.int32();
    if (size < 1) throw malformed("the size of a string is wrong");
    const start = this.take(size);
    if (this.bytes[start + size - 1] !== 0) throw malformed("a string does not end with a zero byte");
    return this.text(start, start + size - 1);
  }

  private cstring(): string {
    const start = this.position;
    this.skipCstring();
    return this.text(start, this.position - 1);
  }

  private skipCstring(): void {
    let at = this.position;
    while (at < this.end && this.bytes[at] !== 0) at += 1;
    if (at === this.end) throw malformed("a name does not end with a zero byte");
    this.position = at + 1;
  }

  private text(start: number, end: number): string {
    for (let at = start; at < end; at++) if (this.bytes[at]! >= 0x80) return this.utf8(start, end);
    const shared = mayShare(this.ascii.length, end - start);
    return shared ? this.ascii.substring(start - this.start, end - this.start) : latin1Text(this.bytes, start, end);
  }

  private utf8(start: number, end: number): string {
    try {
      return utf8Text(this.bytes, start, end);
    } catch {
      throw malformed("a string is not UTF-8");
    }
  }

  private binary(): Binary {
    let size = this.int32();
    const subType = this.bytes[this.take(1)]!;
    if (subType === 2) {
      const inner = this.int32();
      if (inner !== size - 4) throw malformed("the size of binary data is wrong");
      size = inner;
    }
    if (size < 0) throw malformed("the size of binary data is wrong");
    return makeBinary(this.copy(size), subType);
  }

  private regex(): Value {
    const regex = makeRegex(this.cstring(), this.cstring());
    if (regex === undefined) throw malformed("a regular expression has unknown options");
    return regex;
  }

  private codeWithScope(field: ShapeField, depth: number): Code {
    const start = this.position;
    const size = this.int32();
    const code = this.string();
    const scope = this.document(field.objects, depth + 1);
    if (this.position - start !== size) throw malformed("the size of code with scope is wrong");
    return new Code(code, scope);
  }
}

function malformed(what: string): MqlError {
  return new MqlError(22, `Malformed BSON: ${what}`);
}
