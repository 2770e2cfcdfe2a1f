/** Code shared by $median and $percentile. */
import type { ExpressionNode } from "../../compiler/ast.ts";
import type { Parser } from "../../compiler/parser.ts";
import { below } from "../../compiler/problems.ts";
import { MqlError } from "../../errors.ts";
import { makeDouble, numberOf } from "../../values/numbers.ts";
import { isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { itemsOf } from "./operands.ts";

/** Reports a method other than "approximate", the one that the manual has. */
export function checkMethod(name: string, method: ExpressionNode | undefined, parser: Parser, pointer: string): void {
  if (method === undefined || (method.kind === "literal" && method.value === "approximate")) return;
  parser.problems.shape(below(pointer, "method"), `${name} requires 'method' to be "approximate".`);
}

/** The numbers of the input in order, NaN first; a single number counts as an array of one. What is no number is ignored. */
export function sortedNumbers(input: Value): number[] {
  const numbers = itemsOf([input]).filter(isNumeric).map(numberOf);
  return numbers.sort((a, b) => (Number.isNaN(a) ? -1 : Number.isNaN(b) ? 1 : a - b));
}

/** The smallest number that at least this share of the numbers does not exceed, a double; null without numbers. */
export function percentileOf(sorted: readonly number[], share: number): Value {
  if (sorted.length === 0) return null;
  return makeDouble(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!);
}

/** The shares that `p` of $percentile asks for, each from 0 to 1. Throws MqlError 7750301 ff. for anything else. */
export function sharesOf(p: Value): number[] {
  if (!Array.isArray(p) || p.length === 0)
    throw new MqlError(7750301, "$percentile requires 'p' to be a non-empty array of numbers from 0 to 1");
  return p.map((share) => {
    if (!isNumeric(share)) throw new MqlError(7750302, `$percentile requires 'p' to hold numbers, but found ${typeOf(share)}`);
    const number = numberOf(share);
    if (!(number >= 0 && number <= 1))
      throw new MqlError(7750303, `$percentile requires 'p' to hold numbers from 0 to 1, but found ${number}`);
    return number;
  });
}
