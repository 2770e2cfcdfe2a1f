import { MqlError } from "../../errors.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { coerceToString, isAscii } from "./coerce.ts";
import { isContinuation, utf8Bytes } from "./text.ts";

/**
 * So many bytes of a string's UTF-8 from an index on; all the rest for a negative number. Null and missing count as the empty string.
 * Throws MqlError 16034, 16035 for what is no number, 50752 for a negative start, 28656 and 28657 where a character would be cut.
 */
export function bytePart(name: string, value: Value, start: Value, count: Value): string {
  const text = coerceToString(value);
  const from = whole(name, "starting index", start, 16034);
  const length = whole(name, "length", count, 16035);
  if (from < 0) throw new MqlError(50752, `${name}: starting index must be non-negative (got: ${from})`);
  const end = length < 0 ? Number.POSITIVE_INFINITY : from + length;
  if (isAscii(text)) return text.slice(from, end);
  const bytes = utf8Bytes(text);
  if (isContinuation(bytes[from]))
    throw new MqlError(28656, `${name}: Invalid range, starting index is a UTF-8 continuation byte`);
  if (isContinuation(bytes[end]))
    throw new MqlError(28657, `${name}: Invalid range, ending index is in the middle of a UTF-8 character`);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(from, end));
}

function whole(name: string, what: string, value: Value, code: number): number {
  if (!isNumeric(value)) throw new MqlError(code, `${name}: ${what} must be a numeric type (is BSON type ${typeOf(value)})`);
  return Math.trunc(numberOf(value));
}
