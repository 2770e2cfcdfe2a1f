/** Binary data as text: the formats of `$convert`. No Node buffers: the language runs in a browser as well. */

import { base64ToBytes } from "../../codecs/base64.ts";
import { Binary, UUID } from "../../values/classes.ts";
import { failed, shown } from "./failure.ts";

/** Throws MqlError 241 when the bytes have no such text. */
export function encodeText(bytes: Uint8Array, format: string, subtype: number): string {
  switch (format) {
    case "hex":
      return hex(bytes);
    case "base64url":
      return bytesToBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
    case "utf8":
      try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch {
        throw failed("string", "the binary data is not UTF-8");
      }
    case "uuid":
      if (subtype !== Binary.SUBTYPE_UUID || bytes.length !== 16)
        throw failed("string", "format uuid takes 16 bytes of subtype 4");
      return new UUID(bytes).toHexString(true);
    case "auto":
      return subtype === Binary.SUBTYPE_UUID && bytes.length === 16 ? new UUID(bytes).toHexString(true) : bytesToBase64(bytes);
    default:
      return bytesToBase64(bytes);
  }
}

/** Throws MqlError 241 when the text is not in the format. */
export function decodeText(text: string, format: string): Uint8Array {
  const bytes = bytesOfText(text, format);
  if (bytes === undefined) throw failed("binData", `Input ${shown(text)} is not a valid ${format} string`);
  return bytes;
}

function bytesOfText(text: string, format: string): Uint8Array | undefined {
  switch (format) {
    case "hex":
      return /^([\da-fA-F]{2})*$/.test(text) ? fromHex(text) : undefined;
    case "base64":
      return base64ToBytes(text);
    case "base64url":
      return /^[\w-]*={0,2}$/.test(text)
        ? base64ToBytes(padded(text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "")))
        : undefined;
    case "utf8":
      return new TextEncoder().encode(text);
    case "uuid":
      return /^[\da-fA-F]{8}(-[\da-fA-F]{4}){3}-[\da-fA-F]{12}$/.test(text) ? fromHex(text.replaceAll("-", "")) : undefined;
    default:
      return undefined;
  }
}

function padded(text: string): string {
  return text + "=".repeat((4 - (text.length % 4)) % 4);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("");
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function bytesToBase64(bytes: Uint8Array): string {
  return new Binary(bytes).toString("base64");
}
