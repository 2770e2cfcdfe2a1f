/** Text in byte arrays: Node's Buffer where there is one (several times faster on short texts), else the platform's decoders. */
import { MqlError } from "../errors.ts";

interface BufferMethods {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}

const buffer = (globalThis as { Buffer?: typeof Buffer }).Buffer;
const methods = buffer?.prototype as unknown as BufferMethods | undefined;
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const singleByte = new TextDecoder("latin1");

/** Bytes that these functions read fastest. */
export function allocate(size: number): Uint8Array {
  return buffer ? buffer.allocUnsafeSlow(size) : new Uint8Array(size);
}

/** One character a byte: right for ASCII, and aligned with the bytes for everything else. */
export const latin1Text: (bytes: Uint8Array, start: number, end: number) => string = methods
  ? (bytes, start, end) => methods.latin1Slice.call(bytes, start, end)
  : (bytes, start, end) => singleByte.decode(bytes.subarray(start, end));

/** Text of UTF-8 bytes. Throws MqlError 9 when they are not UTF-8. */
export const utf8Text: (bytes: Uint8Array, start: number, end: number) => string = methods
  ? (bytes, start, end) => {
      const text = methods.utf8Slice.call(bytes, start, end);
      // The replacement character may stand for malformed bytes, or have been sent as such.
      return text.includes("\ufffd") ? strictText(bytes, start, end) : text;
    }
  : strictText;

function strictText(bytes: Uint8Array, start: number, end: number): string {
  try {
    return strict.decode(bytes.subarray(start, end));
  } catch {
    throw new MqlError(9, `Malformed UTF-8 in bytes ${start} to ${end}`);
  }
}
