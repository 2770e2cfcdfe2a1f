/** Code shared by the comparison operators: JS numbers and strings inline, other types by the order of all values. */
import { type Atom, always, mayBe } from "../../compiler/atom.ts";
import type { Emitter } from "../../compiler/emitter.ts";
import { kinds } from "../../compiler/kinds.ts";
import { compareValues, valuesEqual } from "../../values/index.ts";

/** Kinds whose values equal nothing but what `===` says. */
const identical = kinds.nullish | kinds.bool;

/** Source text of a condition: the values are equal. */
export function equality(e: Emitter, a: Atom, b: Atom): string {
  const same = `${a.js} === ${b.js}`;
  if (always(a, identical) || always(b, identical)) return same;
  if (always(a, kinds.string) && always(b, kinds.string)) return same;
  if (always(a, kinds.number) && always(b, kinds.number) && !(mayBe(a, kinds.nan) && mayBe(b, kinds.nan))) return same;
  return `(${same} || ${differsOnlyInType(a, b)} && ${e.use(valuesEqual)}(${a.js}, ${b.js}))`;
}

/** Source text of a condition: values that are not identical may be equal all the same, such as 5 and Double 5. */
function differsOnlyInType(a: Atom, b: Atom): string {
  const simple = (kinds.number & ~kinds.nan) | kinds.string;
  if (always(a, simple)) return `(typeof ${b.js} === "object" || typeof ${b.js} === "bigint")`;
  if (always(b, simple)) return `(typeof ${a.js} === "object" || typeof ${a.js} === "bigint")`;
  return `!(typeof ${a.js} === "string" && typeof ${b.js} === "string")`;
}

/** Source text of a condition: `a` is greater than `b`, or equal where `orEqual` says so. */
export function ordering(e: Emitter, a: Atom, b: Atom, orEqual: boolean): string {
  const bySlow = `${e.use(compareValues)}(${a.js}, ${b.js}) ${orEqual ? ">=" : ">"} 0`;
  if (!mayBe(a, kinds.number) || !mayBe(b, kinds.number)) return bySlow;
  const numbers = numberOrdering(a, b, orEqual);
  const tests = [a, b].filter((value) => !always(value, kinds.number)).map((value) => `typeof ${value.js} === "number"`);
  return tests.length === 0 ? numbers : `(${tests.join(" && ")} ? ${numbers} : ${bySlow})`;
}

/** NaN is less than every other number and equal to itself. */
function numberOrdering(a: Atom, b: Atom, orEqual: boolean): string {
  const plain = `${a.js} ${orEqual ? ">=" : ">"} ${b.js}`;
  if (!mayBe(b, kinds.nan)) return plain;
  return orEqual ? `(${plain} || ${b.js} !== ${b.js})` : `(${plain} || ${b.js} !== ${b.js} && ${a.js} === ${a.js})`;
}

/** −1, 0 or 1: how the first value stands to the second. */
export function compareSign(a: Parameters<typeof compareValues>[0], b: Parameters<typeof compareValues>[1]): number {
  const difference = compareValues(a, b);
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}
