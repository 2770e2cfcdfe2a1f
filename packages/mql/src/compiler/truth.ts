import { Decimal128, Double } from "../values/classes.ts";
import { numberOf } from "../values/numbers.ts";
import type { Value } from "../values/types.ts";

/** Whether a value counts as true in a condition: false, null, missing and every zero do not; NaN does. */
export function isTruthy(value: Value): boolean {
  switch (typeof value) {
    case "boolean":
      return value;
    case "number":
      return value !== 0;
    case "undefined":
      return false;
    case "bigint":
      return value !== 0n;
    case "string":
      return true;
    default:
      if (value === null) return false;
      if (value instanceof Double || value instanceof Decimal128) return numberOf(value) !== 0;
      return true;
  }
}
