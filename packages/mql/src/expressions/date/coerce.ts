import { MqlError } from "../../errors.ts";
import { ObjectId, Timestamp } from "../../values/classes.ts";
import { typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";

/** Milliseconds of a date, timestamp or ObjectId. Throws MqlError 16006 for other types. */
export function timeOf(operator: string, value: Value): number {
  if (value instanceof Date) return value.getTime();
  if (value instanceof Timestamp) return value.t * 1000;
  if (value instanceof ObjectId) return value.getTimestamp().getTime();
  throw new MqlError(16006, `${operator}: can't convert from BSON type ${typeOf(value)} to Date`);
}
