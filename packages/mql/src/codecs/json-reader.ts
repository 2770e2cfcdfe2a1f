/**
 * JSON bytes to values, exactly: 64-bit integers, `5.0` as a Double, Extended JSON wrappers interpreted. It is faster than
 * JSON.parse because it expects the shapes it has seen (shapes.ts).
 *
 * The text is copied into one buffer that all calls share; it ends with a NUL there, which is no part of any JSON, so that
 * loops need no bounds. Reading runs to its end without giving way, so that this state is nobody else's.
 */
import { MqlError } from "../errors.ts";
import { Double } from "../values/classes.ts";
import { makeDictionary, setOwn } from "../values/names.ts";
import { makeDouble, numberFromText } from "../values/numbers.ts";
import type { Value } from "../values/types.ts";
import { nearestQuotient } from "./decimal-fraction.ts";
import { isWrapperKey, readWrapper } from "./ejson-wrappers.ts";

import { maxDepth } from "./limits.ts";
import { type ShapeField, Shapes } from "./shapes.ts";
import { allocate, latin1Text, mayShare, utf8Text } from "./text-bytes.ts";

const standardSize = 1 << 20;
/** Behind the text: the NUL, and room to read a word where the last byte is. */
const padding = 8;

let bytes = allocate(standardSize);
let words = new DataView(bytes.buffer);
/** The text with one character a byte, for cutting out short ASCII strings. */
let ascii = "";
let position = 0;
/** Values of the fields of objects that are not complete yet. */
const stack: Value[] = [];
let top = 0;

const encoder = new TextEncoder();
const shapes = new Shapes({ spell: (name) => encoder.encode(`${JSON.stringify(name)}:`), wrappers: true });

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
    words = new DataView(bytes.buffer);
  }
}

function read(size: number, text: string): Value {
  words.setFloat64(size, 0);
  ascii = text;
  position = 0;
  top = 0;
  const value = readValue(shapes.root, 1);
  if (skipBlanks() !== 0 || position < size) throw malformed("the end");
  return value;
}

/** Skips blanks and gives the byte behind them. */
function skipBlanks(): number {
  let byte = bytes[position]!;
  while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++position]!;
  return byte;
}

/** `field`: whose value this is; `depth`: the level of an object or array here. */
function readValue(field: ShapeField, depth: number): Value {
  let byte = bytes[position]!;
  if (byte <= 0x20) byte = skipBlanks();
  if (byte === 0x22) return readString();
  if (byte <= 0x39) return readNumber();
  switch (byte) {
    case 0x7b:
      if (depth > maxDepth) throw tooDeep();
      return readObject(field.objects, depth);
    case 0x5b:
      if (depth > maxDepth) throw tooDeep();
      return readArray(field, depth);
    case 0x74:
      return readWord(0x65757274, 4, true);
    case 0x66:
      return readWord(0x65736c61, 5, false);
    case 0x6e:
      return readWord(0x6c6c756e, 4, null);
    default:
      throw malformed("a value");
  }
}

/** `true`, `false` or `null`, whose last four bytes are `word`. */
function readWord(word: number, size: number, value: boolean | null): boolean | null {
  if (words.getInt32(position + size - 4, true) !== word) throw malformed("a value");
  position += size;
  return value;
}

function readArray(field: ShapeField, depth: number): Value[] {
  const items: Value[] = [];
  position += 1;
  if (skipBlanks() === 0x5d) {
    position += 1;
    return items;
  }
  for (;;) {
    items.push(readValue(field, depth + 1));
    let byte = bytes[position]!;
    if (byte <= 0x20) byte = skipBlanks();
    position += 1;
    if (byte === 0x2c) continue;
    if (byte === 0x5d) return items;
    position -= 1;
    throw malformed("',' or ']'");
  }
}

function readObject(beginning: ShapeField, depth: number): Value {
  position += 1;
  if (skipBlanks() === 0x7d) {
    position += 1;
    return {};
  }
  const base = top;
  let field = beginning;
  for (;;) {
    const expected = field.next;
    const follower = expected !== undefined && passName(expected) ? expected : findFollower(field);
    if (follower === undefined) return readNamedFields(field, base, depth);
    field = follower;
    const value = readValue(field, depth + 1);
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
  if ((words.getInt32(at, true) & field.lastMask) !== expected[last]) return false;
  position += field.size;
  return true;
}

/** The name for which there was no room. */
let unplacedName = "";

/** The field whose name comes next, `undefined` where there is no room for it; goes behind the colon. */
function findFollower(field: ShapeField): ShapeField | undefined {
  if (bytes[position]! <= 0x20) skipBlanks();
  for (const follower of field.followers) {
    if (passName(follower)) {
      field.next = follower;
      return follower;
    }
  }
  const name = readName();
  const follower = field.follower(name);
  if (follower === undefined) unplacedName = name;
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

/** The rest of an object whose names are data: behind the name that had no place after `last`, the values so far on the stack from `base` on. */
function readNamedFields(last: ShapeField, base: number, depth: number): Value {
  const doc = makeDictionary();
  let wrapperKey: string | undefined;
  const put = (name: string, value: Value): void => {
    setOwn(doc, name, value);
    if (name.charCodeAt(0) === 0x24 && isWrapperKey(name)) wrapperKey ??= name;
  };
  last.names.forEach((name, i) => {
    put(name, stack[base + i]);
  });
  top = base;
  let name = unplacedName;
  for (;;) {
    put(name, readValue(last, depth + 1));
    const byte = skipBlanks();
    if (byte !== 0x2c && byte !== 0x7d) throw malformed("',' or '}'");
    position += 1;
    if (byte === 0x7d) return wrapperKey === undefined ? doc : readWrapper(wrapperKey, doc);
    name = readName();
  }
}

function readString(): string {
  const start = position + 1;
  const at = plainEnd(start, highBits);
  if (bytes[at] !== 0x22) return readUncommonString(start, at);
  position = at + 1;
  return mayShare(ascii.length, at - start) ? ascii.substring(start, at) : latin1Text(bytes, start, at);
}

/** The bits by which bytes beyond ASCII are known, in four bytes. */
const highBits = 0x80808080 | 0;

/** Where the first quote, backslash or control character is, or, with `highBits` to stop at, byte beyond ASCII. */
function plainEnd(start: number, stopBits: number): number {
  let at = start;
  for (;;) {
    // The high bit of every byte that is one of these; bits above the lowest such may be wrong.
    const word = words.getInt32(at, true);
    const quote = word ^ 0x22222222;
    const backslash = word ^ 0x5c5c5c5c;
    const found =
      ((((quote - 0x01010101) & ~quote) | ((backslash - 0x01010101) & ~backslash) | ((word - 0x20202020) & ~word)) & highBits) |
      (word & stopBits);
    if (found !== 0) return at + ((31 - Math.clz32(found & -found)) >> 3);
    at += 4;
  }
}

/** A string with escapes, characters beyond ASCII, or a fault. `from`: the first byte that is not plain. */
function readUncommonString(start: number, from: number): string {
  let escaped = false;
  let at = plainEnd(from, 0);
  while (bytes[at] === 0x5c) {
    escaped = true;
    at = plainEnd(at + 2, 0);
  }
  position = at;
  if (bytes[at] !== 0x22) throw malformed("the end of the string");
  position = at + 1;
  return escaped ? readEscaped(start, at) : utf8Text(bytes, start, at);
}

function readEscaped(start: number, end: number): string {
  const quoted = utf8Text(bytes, start - 1, end + 1);
  let text: string;
  try {
    text = JSON.parse(quoted);
  } catch {
    throw new MqlError(9, `Malformed JSON: invalid escape sequence in the string at byte ${start}`);
  }
  if (!text.isWellFormed()) throw new MqlError(9, `The string at byte ${start} holds half of a surrogate pair`);
  return text;
}

const powersOfTen = Array.from({ length: 20 }, (_, i) => Number(`1e${i}`));

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
  if (byte !== 0x2e && byte !== 0x65 && byte !== 0x45 && whole <= 15) {
    position = at;
    return negative ? 0 - digits : digits;
  }
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
  if (byte === 0x65 || byte === 0x45) {
    position = exponentEnd(at + 1);
    return makeDouble(Number(ascii.substring(start, position)));
  }
  position = at;
  if (fraction === 0) return numberFromText(ascii.substring(start, at));
  // 15 digits are exact in a double, and so is the power of ten: one division gives the nearest double.
  const size = whole + fraction <= 15 ? digits / powersOfTen[fraction]! : longFraction(first, whole, fraction);
  const value = negative ? -size : size;
  return Number.isSafeInteger(value) ? new Double(value) : value;
}

/** A number of more than 15 digits with so many behind the point. */
function longFraction(first: number, whole: number, fraction: number): number {
  const end = first + whole + 1 + fraction;
  const lowSize = whole + fraction - 10;
  if (lowSize <= 9) {
    let high = 0;
    let low = 0;
    let left = 10;
    for (let at = first; at < end; at++) {
      const digit = bytes[at]! - 0x30;
      if (digit < 0) continue; // the point
      if (left > 0) high = high * 10 + digit;
      else low = low * 10 + digit;
      left -= 1;
    }
    const nearest = nearestQuotient(high, powersOfTen[lowSize]!, low, powersOfTen[fraction]!);
    if (!Number.isNaN(nearest)) return nearest;
  }
  return Number(ascii.substring(first, end));
}

/** Where the exponent ends whose sign or first digit is at `start`. */
function exponentEnd(start: number): number {
  const sign = bytes[start];
  const first = sign === 0x2b || sign === 0x2d ? start + 1 : start;
  let at = first;
  while (bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at += 1;
  if (at === first) throw malformed("a digit");
  return at;
}

function malformed(expected: string): MqlError {
  return new MqlError(9, `Malformed JSON at byte ${position}: expected ${expected}`);
}

function tooDeep(): MqlError {
  return new MqlError(9, `Nested more than ${maxDepth} levels deep`);
}
