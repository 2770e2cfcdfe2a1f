/** Numbers as bytes and back (engine.md 2.3, binary rules). */

import type { Binary } from "../../values/classes.ts";
import { failed } from "./failure.ts";

/** The bytes as a two's complement integer. Throws MqlError 241 for other lengths than those given. */
export function bytesToInteger(value: Binary, lengths: readonly number[], byteOrder: "little" | "big", target: string): bigint {
  const bytes = bytesOf(value);
  if (!lengths.includes(bytes.length)) {
    throw failed(target, `binary data of ${bytes.length} bytes; ${lengths.join(", ")} are possible`);
  }
  let number = 0n;
  for (const byte of byteOrder === "big" ? bytes : bytes.toReversed()) number = (number << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, number);
}

/** The bytes as an IEEE single or double. Throws MqlError 241 for other lengths than 4 and 8. */
export function bytesToDouble(value: Binary, byteOrder: "little" | "big"): number {
  const bytes = bytesOf(value);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length === 4) return view.getFloat32(0, byteOrder === "little");
  if (bytes.length === 8) return view.getFloat64(0, byteOrder === "little");
  throw failed("double", `binary data of ${bytes.length} bytes; 4, 8 are possible`);
}

export function integerToBytes(value: bigint, length: number, byteOrder: "little" | "big"): Uint8Array {
  const bytes = Uint8Array.from({ length }, (_, index) => Number(BigInt.asUintN(8, value >> BigInt(8 * index))));
  return byteOrder === "big" ? bytes.reverse() : bytes;
}

export function doubleToBytes(value: number, byteOrder: "little" | "big"): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, byteOrder === "little");
  return new Uint8Array(view.buffer);
}

/** The content of binary data, without what its buffer may have beyond. */
export function bytesOf(value: Binary): Uint8Array {
  return value.buffer.subarray(0, value.length());
}
