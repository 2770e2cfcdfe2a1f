import { MqlError } from "../errors.ts";
import { type Binary, BSONSymbol, Code, DBRef, Decimal128, MaxKey, MinKey, ObjectId, Timestamp } from "../values/classes.ts";
import { setOwn } from "../values/names.ts";
import { makeDouble, makeLong } from "../values/numbers.ts";
import type { Document, Value } from "../values/types.ts";
import { bsonType } from "./bson-types.ts";
import { makeBinary, makeRegex } from "./ejson-wrappers.ts";
import { maxDepth } from "./limits.ts";
import { latin1Text, utf8Text } from "./text-bytes.ts";

/** Reads one document from BSON bytes. Every length is checked against what encloses it: malformed bytes give MqlError 22. */
export class BsonReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private position = 0;
  /** End of the innermost document being read. */
  private end: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.byteLength;
  }

  /** The document that all the bytes are. `depth`: its level, 1 for the outermost. */
  read(depth: number): Document {
    const doc = this.document(depth);
    if (this.position !== this.bytes.byteLength) throw malformed("bytes behind the document");
    return doc;
  }

  private document(depth: number): Document {
    const doc: Document = {};
    this.elements(depth, (type) => {
      const name = this.cstring();
      setOwn(doc, name, this.value(type, depth));
    });
    return doc;
  }

  private array(depth: number): Value[] {
    const items: Value[] = [];
    this.elements(depth, (type) => {
      this.skipCstring();
      items.push(this.value(type, depth));
    });
    return items;
  }

  /** Calls `element` at the name of each element of a document or array. */
  private elements(depth: number, element: (type: number) => void): void {
    if (depth > maxDepth) throw malformed(`nested more than ${maxDepth} levels deep`);
    const outerEnd = this.end;
    const start = this.position;
    const size = this.int32();
    if (size < 5 || size > outerEnd - start) throw malformed("the size of a document is wrong");
    this.end = start + size - 1;
    if (this.bytes[this.end] !== 0) throw malformed("a document does not end with a zero byte");
    while (this.position < this.end) element(this.bytes[this.position++]!);
    this.position += 1;
    this.end = outerEnd;
  }

  private value(type: number, depth: number): Value {
    switch (type) {
      case bsonType.double:
        return makeDouble(this.view.getFloat64(this.take(8), true));
      case bsonType.string:
        return this.string();
      case bsonType.document:
        return this.document(depth + 1);
      case bsonType.array:
        return this.array(depth + 1);
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
        return this.rareValue(type, depth);
    }
  }

  private rareValue(type: number, depth: number): Value {
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
        return this.codeWithScope(depth);
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
    return Uint8Array.prototype.slice.call(this.bytes, start, start + size);
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
    const date = new Date(Number(this.view.getBigInt64(this.take(8), true)));
    if (Number.isNaN(date.getTime())) throw malformed("a date is beyond the years ±271821");
    return date;
  }

  private string(): string {
    const size = this.int32();
    if (size < 1) throw malformed("the size of a string is wrong");
    const start = this.take(size);
    if (this.bytes[start + size - 1] !== 0) throw malformed("a string does not end with a zero byte");
    return text(this.bytes, start, start + size - 1);
  }

  private cstring(): string {
    const start = this.position;
    this.skipCstring();
    return text(this.bytes, start, this.position - 1);
  }

  private skipCstring(): void {
    const end = this.bytes.indexOf(0, this.position);
    if (end < 0 || end >= this.end) throw malformed("a name does not end with a zero byte");
    this.position = end + 1;
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

  private codeWithScope(depth: number): Code {
    const start = this.position;
    const size = this.int32();
    const code = this.string();
    const scope = this.document(depth + 1);
    if (this.position - start !== size) throw malformed("the size of code with scope is wrong");
    return new Code(code, scope);
  }
}

/** Most strings are short and ASCII; these need no check of their UTF-8. */
function text(bytes: Uint8Array, start: number, end: number): string {
  for (let i = start; i < end; i++) {
    if (bytes[i]! < 0x80) continue;
    try {
      return utf8Text(bytes, start, end);
    } catch {
      throw malformed("a string is not UTF-8");
    }
  }
  return latin1Text(bytes, start, end);
}

function malformed(what: string): MqlError {
  return new MqlError(22, `Malformed BSON: ${what}`);
}
