/** Arrays as sets: items that compare equal are one. */
import { MqlError } from "../../errors.ts";
import { canonicalKey } from "../../values/canonical-key.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";

/** The distinct items by key, in order of their first occurrence. */
export function membersOf(items: readonly Value[]): Map<string | number, Value> {
  const members = new Map<string | number, Value>();
  for (const item of items) {
    const key = canonicalKey(item);
    if (!members.has(key)) members.set(key, item);
  }
  return members;
}

/** The keys of the items. */
export function keysOf(items: readonly Value[]): Set<string | number> {
  return new Set(items.map(canonicalKey));
}

/** Throws MqlError with this code unless the value is an array. */
export function setOperand(name: string, value: Value, code: number): Value[] {
  if (!Array.isArray(value))
    throw new MqlError(code, `All operands of ${name} must be arrays. One argument is of type: ${typeOf(value)}`);
  return value;
}

/** The operands as arrays, or `null` if one before the first wrong one is null or missing. */
export function setOperands(name: string, values: readonly Value[], code: number): Value[][] | null {
  const arrays: Value[][] = [];
  for (const value of values) {
    if (isNullish(value)) return null;
    arrays.push(setOperand(name, value, code));
  }
  return arrays;
}
