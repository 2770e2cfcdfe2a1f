/** Text in byte arrays: Node's Buffer where there is one (several times faster on short texts), else the platform's decoders. */
import { MqlError } from "../errors.ts";

interface BufferMethods {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
  utf8Write(text: string, at: number): number;
}

const buffer = (globalThis as { Buffer?: typeof Buffer }).Buffer;
const methods = buffer?.prototype as unknown as BufferMethods | undefined;
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const singleByte = new TextDecoder("latin1");

/** Uninitialised bytes with a buffer of their own. */
export function allocate(size: number): Uint8Array<ArrayBuffer> {
  return buffer ? new Uint8Array(buffer.allocUnsafeSlow(size).buffer as ArrayBuffer) : new Uint8Array(size);
}

/** A copy of a part, in Node cut from the pool that its small buffers share. */
export function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  if (!buffer) return bytes.slice(start, end);
  const copy = buffer.allocUnsafe(end - start);
  copy.set(bytes.subarray(start, end));
  return copy;
}

/** One character a byte: right for ASCII, and aligned with the bytes for everything else. */
export const latin1Text: (bytes: Uint8Array, start: number, end: number) => string = methods
  ? (bytes, start, end) => methods.latin1Slice.call(bytes, start, end)
  : (bytes, start, end) => singleByte.decode(bytes.subarray(start, end));

/**
 * Whether a part of a text may be cut out with `substring`. V8 copies parts below 13 characters, but a longer one keeps the
 * whole text alive as long as it lives itself, in the state of a window maybe: it has to be a good part of the text, or the
 * text small.
 */
export function mayShare(textSize: number, partSize: number): boolean {
  return partSize < 13 || textSize <= 256 || textSize <= 4 * partSize;
}

/** Text of UTF-8 bytes. Throws MqlError 9 when they are not UTF-8. */
export const utf8Text: (bytes: Uint8Array, start: number, end: number) => string = methods
  ? (bytes, start, end) => {
      const text = methods.utf8Slice.call(bytes, start, end);
      // The replacement character may stand for malformed bytes, or have been sent as such.
      return text.includes("\ufffd") ? strictText(bytes, start, end) : text;
    }
  : strictText;

const encoder = new TextEncoder();

/** Writes the UTF-8 of a text, half of a surrogate pair as the replacement character, and gives its size. There must be room for 3 bytes a unit. */
export const writeUtf8: (bytes: Uint8Array, text: string, at: number) => number = methods
  ? (bytes, text, at) => methods.utf8Write.call(bytes, text, at)
  : (bytes, text, at) => encoder.encodeInto(text, bytes.subarray(at)).written;

function strictText(bytes: Uint8Array, start: number, end: number): string {
  try {
    return strict.decode(bytes.subarray(start, end));
  } catch {
    throw new MqlError(9, `Malformed UTF-8 in bytes ${start} to ${end}`);
  }
}
