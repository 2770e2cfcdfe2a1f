import { isUtf8 } from "node:buffer";
import { Binary, Double, decodeJsonBytes, encodeJson, makeLong, typeOf, type Value } from "@millrace/mql";
import type { KeyFormat } from "./spec.ts";

/** Text or bytes of a key that is not of its format. */
class KeyMismatch extends Error {}

/** Bytes of a BSON binary without the room behind them. */
export function bytesOf(binary: Binary): Uint8Array {
  return binary.buffer.subarray(0, binary.position);
}

/** A record key as a value. Numbers are big-endian, as Java writes them (engine.md 3.1). Throws an `Error` when the bytes are not of the format. */
export function decodeKey(bytes: Uint8Array, format: KeyFormat): Value {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (format) {
    case "binData":
      return new Binary(Uint8Array.from(bytes));
    case "string":
      if (!isUtf8(buffer)) throw new KeyMismatch("the key is not UTF-8");
      return buffer.toString("utf8");
    case "json":
      return decodeJsonBytes(stripFraming(buffer));
    case "int":
      if (buffer.length !== 4) throw new KeyMismatch(`the key has ${buffer.length} bytes, not 4`);
      return buffer.readInt32BE();
    case "long":
      if (buffer.length !== 8) throw new KeyMismatch(`the key has ${buffer.length} bytes, not 8`);
      return makeLong(buffer.readBigInt64BE());
    case "double":
      if (buffer.length !== 8) throw new KeyMismatch(`the key has ${buffer.length} bytes, not 8`);
      return new Double(buffer.readDoubleBE());
  }
}

/** JSON behind the framing of a schema registry (a zero byte and a schema id of four) is read as if that were not there. */
export function stripFraming(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0 && bytes.length >= 5 ? bytes.subarray(5) : bytes;
}

/**
 * A value as the bytes of a key (engine.md 6.2). An int is taken for `long` and `double` too, and a long for `double`, since JSON cannot tell them apart.
 * Throws an `Error` for a value of another type.
 */
export function encodeKey(value: Value, format: KeyFormat): Uint8Array {
  const type = typeOf(value);
  const buffer = Buffer.alloc(8);
  switch (format) {
    case "binData":
      if (value instanceof Binary) return bytesOf(value);
      break;
    case "string":
      if (typeof value === "string") return Buffer.from(value, "utf8");
      break;
    case "json":
      if (type !== "missing") return Buffer.from(encodeJson(value), "utf8");
      break;
    case "int":
      if (type === "int") {
        buffer.writeInt32BE(Number(value));
        return buffer.subarray(0, 4);
      }
      break;
    case "long":
      if (type === "int" || type === "long") {
        buffer.writeBigInt64BE(BigInt(value as number | bigint));
        return buffer;
      }
      break;
    case "double":
      if (type === "int" || type === "long" || type === "double") {
        buffer.writeDoubleBE(Number(value));
        return buffer;
      }
      break;
  }
  throw new KeyMismatch(`a key of the format ${format} cannot be made of a value of type ${type}`);
}
