import { makeBinary } from "../../codecs/ejson-wrappers.ts";
import { exactInteger } from "../../values/arithmetic.ts";
import { Binary, type Decimal128, type Double, ObjectId } from "../../values/classes.ts";
import { numberOf, numericRank, rankOf } from "../../values/numbers.ts";
import type { Value } from "../../values/types.ts";
import { numberText } from "../string/coerce.ts";
import { bytesOf, doubleToBytes, integerToBytes } from "./bytes.ts";
import type { Details } from "./details.ts";
import { failed, unsupported } from "./failure.ts";
import { decodeText, encodeText } from "./text-formats.ts";

/** Conversion to string: numbers, booleans, dates, ObjectIds, binary data by `format` (base64 by default, engine.md 12.65). */
export function intoString(value: Value, details: Details): Value {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  if (value instanceof Binary) return encodeText(bytesOf(value), details.format ?? "base64", value.sub_type);
  const rank = rankOf(value);
  if (rank === numericRank.none) throw unsupported(value, "string");
  if (details.base === undefined || details.base === 10) return numberText(value as number | bigint | Double | Decimal128);
  const number = rank === numericRank.int || rank === numericRank.long ? exactInteger(value) : numberOf(value);
  if (typeof number === "number" && !Number.isInteger(number))
    throw failed("string", `base ${details.base} takes whole numbers only`);
  return BigInt(number).toString(details.base).toUpperCase();
}

/** Conversion to binary data: text by `format`, numbers in 8 bytes (an int in 4), booleans in one. */
export function intoBinary(value: Value, details: Details): Value {
  if (value instanceof Binary) return binaryOfSubtype(value, details.subtype);
  if (typeof value === "string") {
    if (details.format === undefined) throw failed("binData", "a string needs the field 'format'");
    return makeBinary(decodeText(value, details.format), details.format === "uuid" ? Binary.SUBTYPE_UUID : details.subtype);
  }
  if (typeof value === "boolean") return makeBinary(Uint8Array.of(Number(value)), details.subtype);
  const rank = rankOf(value);
  if (rank === numericRank.int) return makeBinary(integerToBytes(exactInteger(value), 4, details.byteOrder), details.subtype);
  if (rank === numericRank.long) return makeBinary(integerToBytes(exactInteger(value), 8, details.byteOrder), details.subtype);
  if (rank === numericRank.double) return makeBinary(doubleToBytes(numberOf(value), details.byteOrder), details.subtype);
  throw unsupported(value, "binData");
}

function binaryOfSubtype(value: Binary, subtype: number): Binary {
  if (value.sub_type === subtype) return value;
  throw failed("binData", `binary data of subtype ${value.sub_type} does not become subtype ${subtype}`);
}
