/**
 * JSON bytes to values, exactly: 64-bit integers, `5.0` as a Double, Extended JSON wrappers interpreted. It is faster than
 * JSON.parse because it expects the shapes it has seen (json-shapes.ts).
 *
 * The text is copied into one buffer that all calls share; it ends with a NUL there, which is no part of any JSON, so that
 * loops need no bounds. Reading runs to its end without giving way, so that this state is nobody else's.
 */
import { MqlError } from "../errors.ts";
import { Double } from "../values/classes.ts";
import { setOwn } from "../values/names.ts";
import { numberFromText } from "../values/numbers.ts";
import type { Document, Value } from "../values/types.ts";
import { isWrapperKey, readWrapper } from "./ejson-wrappers.ts";
import { knownShapes, type ShapeField } from "./json-shapes.ts";
import { maxDepth } from "./limits.ts";
import { allocate, latin1Text, utf8Text } from "./text-bytes.ts";

const standardSize = 1 << 20;
/** Behind the text: the NUL, and room to read a word where the last byte is. */
const padding = 8;

let bytes = allocate(standardSize);
let words = new DataView(bytes.buffer, bytes.byteOffset);
/** The text with one character a byte, for cutting out short ASCII strings. */
let ascii = "";
let position = 0;
/** Values of the fields of objects that are not complete yet. */
const stack: Value[] = [];
let top = 0;

const encoder = new TextEncoder();

/** Reads one value from UTF-8 bytes. Throws MqlError 9 for anything but one JSON value. */
export function readJsonBytes(text: Uint8Array): Value {
  const size = text.length;
  reserve(size);
  bytes.set(text, 0);
  return read(size, latin1Text(bytes, 0, size));
}

/** Reads one value from text. Throws MqlError 9 as `readJsonBytes` does, and for lone surrogates. */
export function readJsonText(text: string): Value {
  reserve(text.length * 3);
  const size = encoder.encodeInto(text, bytes).written;
  if (size === text.length) return read(size, text);
  if (!text.isWellFormed()) throw new MqlError(9, "The text holds half of a surrogate pair");
  return read(size, latin1Text(bytes, 0, size));
}

function reserve(size: number): void {
  const wanted = Math.max(size + padding, standardSize);
  // A buffer for one huge text is not kept for good.
  if (wanted > bytes.length || (wanted === standardSize && bytes.length > 16 * standardSize)) {
    bytes = allocate(wanted);
    words = new DataView(bytes.buffer, bytes.byteOffset);
  }
}

function read(size: number, text: string): Value {
  bytes.fill(0, size, size + padding);
  ascii = text;
  position = 0;
  top = 0;
  const value = readValue(knownShapes(), 1);
  if (skipBlanks() !== 0 || position < size) throw malformed("the end");
  return value;
}

/** Skips blanks and gives the byte behind them. */
function skipBlanks(): number {
  let byte = bytes[position]!;
  while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++position]!;
  return byte;
}

/** `shapes`: of objects here; `depth`: the level of an object or array here. */
function readValue(shapes: ShapeField, depth: number): Value {
  let byte = bytes[position]!;
  if (byte <= 0x20) byte = skipBlanks();
  switch (byte) {
    case 0x22:
      return readString();
    case 0x7b:
      if (depth > maxDepth) throw tooDeep();
      return readObject(shapes, depth);
    case 0x5b:
      if (depth > maxDepth) throw tooDeep();
      return readArray(shapes, depth);
    case 0x74:
      return readWord(0x65757274, 4, true);
    case 0x66:
      return readWord(0x65736c61, 5, false);
    case 0x6e:
      return readWord(0x6c6c756e, 4, null);
    default:
      return readNumber();
  }
}

/** `true`, `false` or `null`, whose last four bytes are `word`. */
function readWord(word: number, size: number, value: boolean | null): boolean | null {
  if (words.getInt32(position + size - 4, true) !== word) throw malformed("a value");
  position += size;
  return value;
}

function readArray(shapes: ShapeField, depth: number): Value[] {
  const items: Value[] = [];
  position += 1;
  if (skipBlanks() === 0x5d) {
    position += 1;
    return items;
  }
  for (;;) {
    items.push(readValue(shapes, depth + 1));
    const byte = skipBlanks();
    if (byte !== 0x2c && byte !== 0x5d) throw malformed("',' or ']'");
    position += 1;
    if (byte === 0x5d) return items;
  }
}

function readObject(shapes: ShapeField, depth: number): Value {
  position += 1;
  if (skipBlanks() === 0x7d) {
    position += 1;
    return {};
  }
  const base = top;
  let field = shapes;
  for (;;) {
    const expected = field.next;
    const follower = expected !== undefined && passName(expected) ? expected : findFollower(field);
    if (follower === undefined) return readNamedFields(field, base, depth);
    field = follower;
    const value = readValue(field.objects, depth + 1);
    stack[top++] = value;
    let byte = bytes[position]!;
    if (byte <= 0x20) byte = skipBlanks();
    position += 1;
    if (byte === 0x2c) continue;
    if (byte === 0x7d) break;
    position -= 1;
    throw malformed("',' or '}'");
  }
  top = base;
  return field.make(stack, base);
}

/** Whether this field's name and colon come next; goes behind them then. */
function passName(field: ShapeField): boolean {
  const expected = field.words;
  const last = expected.length - 1;
  let at = position;
  for (let i = 0; i < last; i++) {
    if (words.getInt32(at, true) !== expected[i]) return false;
    at += 4;
  }
  const end = position + field.size;
  if (words.getInt32(end - 4, true) !== expected[last]) return false;
  position = end;
  return true;
}

/** The field whose name comes next, and goes behind its colon; where there is no room for it, stays and gives `undefined`. */
function findFollower(field: ShapeField): ShapeField | undefined {
  if (bytes[position]! <= 0x20) skipBlanks();
  for (const follower of field.followers) {
    if (passName(follower)) {
      field.next = follower;
      return follower;
    }
  }
  const start = position;
  const follower = field.follower(readName());
  if (follower === undefined) position = start;
  return follower;
}

/** A name and its colon. */
function readName(): string {
  if (skipBlanks() !== 0x22) throw malformed("a field name in double quotes");
  const name = readString();
  if (skipBlanks() !== 0x3a) throw malformed("':'");
  position += 1;
  return name;
}

/** The rest of an object whose names are data: at the name after `last`, the values so far on the stack from `base` on. */
function readNamedFields(last: ShapeField, base: number, depth: number): Value {
  const doc: Document = {};
  let wrapperKey: string | undefined;
  const put = (name: string, value: Value): void => {
    setOwn(doc, name, value);
    if (name.charCodeAt(0) === 0x24 && isWrapperKey(name)) wrapperKey ??= name;
  };
  last.names.forEach((name, i) => {
    put(name, stack[base + i]);
  });
  top = base;
  const shapes = last.objects;
  for (;;) {
    put(readName(), readValue(shapes, depth + 1));
    const byte = skipBlanks();
    if (byte !== 0x2c && byte !== 0x7d) throw malformed("',' or '}'");
    position += 1;
    if (byte === 0x7d) return wrapperKey === undefined ? doc : readWrapper(wrapperKey, doc);
  }
}

function readString(): string {
  const start = position + 1;
  let at = start;
  for (;;) {
    // The high bit of every byte that is a quote, a backslash, below 0x20 or beyond 0x7f; bits above the lowest such may be wrong.
    const word = words.getInt32(at, true);
    const quote = word ^ 0x22222222;
    const backslash = word ^ 0x5c5c5c5c;
    const found =
      (((quote - 0x01010101) & ~quote) | ((backslash - 0x01010101) & ~backslash) | (word - 0x20202020) | word) & 0x80808080;
    if (found !== 0) {
      at += (31 - Math.clz32(found & -found)) >> 3;
      break;
    }
    at += 4;
  }
  if (bytes[at] !== 0x22) return readUncommonString(start, at);
  position = at + 1;
  // A short cut is a copy; a long one would keep the whole text alive.
  return at - start < 13 ? ascii.substring(start, at) : latin1Text(bytes, start, at);
}

/** A string with escapes, characters beyond ASCII, or a fault. `at`: the first byte that is not plain. */
function readUncommonString(start: number, from: number): string {
  let at = from;
  let escaped = false;
  for (;;) {
    const byte = bytes[at]!;
    if (byte === 0x22) break;
    if (byte < 0x20) {
      position = at;
      throw malformed("the end of the string");
    }
    if (byte === 0x5c) {
      escaped = true;
      at += 1;
    }
    at += 1;
  }
  position = at + 1;
  return escaped ? readEscaped(start, at) : utf8Text(bytes, start, at);
}

function readEscaped(start: number, end: number): string {
  let text: string;
  try {
    text = JSON.parse(utf8Text(bytes, start - 1, end + 1)) as string;
  } catch (error) {
    if (error instanceof MqlError) throw error;
    throw new MqlError(9, `Malformed JSON at byte ${start}: invalid escape sequence in a string`);
  }
  if (!text.isWellFormed()) throw new MqlError(9, `The string at byte ${start} holds half of a surrogate pair`);
  return text;
}

const powersOfTen = Array.from({ length: 16 }, (_, i) => 10 ** i);

function readNumber(): Value {
  const start = position;
  let at = start;
  let byte = bytes[at]!;
  const negative = byte === 0x2d;
  if (negative) byte = bytes[++at]!;
  const first = at;
  let digits = 0;
  while (byte >= 0x30 && byte <= 0x39) {
    digits = digits * 10 + (byte - 0x30);
    byte = bytes[++at]!;
  }
  const whole = at - first;
  if (whole === 0 || (whole > 1 && bytes[first] === 0x30)) throw malformed("a value");
  let fraction = 0;
  if (byte === 0x2e) {
    const point = at;
    byte = bytes[++at]!;
    while (byte >= 0x30 && byte <= 0x39) {
      digits = digits * 10 + (byte - 0x30);
      byte = bytes[++at]!;
    }
    fraction = at - point - 1;
    if (fraction === 0) throw malformed("a digit");
  }
  // 15 digits are exact in a double, and so is the power of ten: one division gives the nearest double.
  if (whole + fraction > 15 || byte === 0x65 || byte === 0x45) return readLongNumber(start);
  position = at;
  if (fraction === 0) return negative ? 0 - digits : digits;
  const size = digits / powersOfTen[fraction]!;
  const value = negative ? -size : size;
  return Number.isInteger(value) ? new Double(value) : value;
}

/** A number with an exponent or more than 15 digits. */
function readLongNumber(start: number): Value {
  const pattern = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
  pattern.lastIndex = start;
  const text = pattern.exec(ascii)![0];
  position = start + text.length;
  return numberFromText(text);
}

function malformed(expected: string): MqlError {
  return new MqlError(9, `Malformed JSON at byte ${position}: expected ${expected}`);
}

function tooDeep(): MqlError {
  return new MqlError(9, `Nested more than ${maxDepth} levels deep`);
}
