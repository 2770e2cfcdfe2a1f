/** What string operators share: their operands, and places counted in UTF-8 bytes. */
import { MqlError } from "../../errors.ts";
import { typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { isAscii } from "./coerce.ts";

/** Throws MqlError with this code unless the value is a string. */
export function textOf(name: string, what: string, value: Value, code: number): string {
  if (typeof value !== "string") throw new MqlError(code, `${name} requires ${what} to be a string, found: ${typeOf(value)}`);
  return value;
}

const encoder = new TextEncoder();

export function byteLength(text: string): number {
  return isAscii(text) ? text.length : encoder.encode(text).length;
}

export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Whether a byte of UTF-8 goes on with a character rather than beginning one. */
export function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** Number of code points. */
export function pointCount(text: string): number {
  let count = text.length;
  for (let unit = 0; unit < text.length - 1; unit++) {
    if ((text.charCodeAt(unit) & 0xfc00) === 0xd800 && (text.charCodeAt(unit + 1) & 0xfc00) === 0xdc00) count--;
  }
  return count;
}

/** Index of the UTF-16 unit that is so many code points behind another one; the text's length where there are fewer. */
export function unitAfter(text: string, from: number, points: number): number {
  let unit = from;
  for (let left = points; left > 0 && unit < text.length; left--) unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  return unit;
}
