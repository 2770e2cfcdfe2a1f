/** Conversion to bool, date and ObjectId. */

import { isTruthy } from "../../compiler/truth.ts";
import { Decimal128, Double, ObjectId, Timestamp } from "../../values/classes.ts";
import { numberOf, numericRank, rankOf } from "../../values/numbers.ts";
import type { Value } from "../../values/types.ts";
import { parseDate } from "../date/parse.ts";
import { failed, shown, unsupported } from "./failure.ts";

/** Everything but null converts: zeros are false, all else is true. */
export function intoBool(value: Value): Value {
  return isTruthy(value);
}

/** From long, double and decimal milliseconds, text, ObjectId and timestamp; not from int. */
export function intoDate(value: Value): Value {
  if (value instanceof Date) return value;
  if (typeof value === "string") return parseDate(value, undefined);
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.t * 1000);
  const rank = rankOf(value);
  if (rank === numericRank.none || rank === numericRank.int) throw unsupported(value, "date");
  const date = new Date(numberOf(value));
  if (Number.isNaN(date.getTime()))
    throw failed("date", `${value instanceof Double || value instanceof Decimal128 ? value.toString() : value} is out of range`);
  return date;
}

/** From 24 hexadecimal digits. */
export function intoObjectId(value: Value): Value {
  if (value instanceof ObjectId) return value;
  if (typeof value !== "string") throw unsupported(value, "objectId");
  if (!/^[\da-fA-F]{24}$/.test(value))
    throw failed("objectId", `Failed to parse objectId ${shown(value)}: 24 hexadecimal digits are needed`);
  return new ObjectId(value);
}
