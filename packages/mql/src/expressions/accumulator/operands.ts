import type { Value } from "../../values/types.ts";

/** What an accumulator goes over as an expression: the items of a single operand that is an array, else the operands themselves. */
export function itemsOf(operands: readonly Value[]): readonly Value[] {
  const [first] = operands;
  return operands.length === 1 && Array.isArray(first) ? first : operands;
}
