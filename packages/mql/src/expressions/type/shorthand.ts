import { isNullish } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { type Details, plainDetails } from "./details.ts";

/** `$toInt` and its like: a conversion without options; null for null. */
export function shorthand(convert: (value: Value, details: Details) => Value): (value: Value) => Value {
  return (value) => (isNullish(value) ? null : convert(value, plainDetails));
}
