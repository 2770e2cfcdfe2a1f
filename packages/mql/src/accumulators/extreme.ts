/** Code shared by `$min` and `$max`. */

import { type Atom, mayBe } from "../compiler/atom.ts";
import type { Emitter } from "../compiler/emitter.ts";
import { kinds } from "../compiler/kinds.ts";
import { compareValues } from "../values/compare.ts";
import { isNullish } from "../values/type-of.ts";
import type { Value } from "../values/types.ts";
import type { Place } from "./define.ts";

/** The smallest or largest value so far; `undefined` before the first. Of equal ones the first counts. */
export class ExtremeState {
  value: Value = undefined;
}

/** Takes a value in. `sign`: 1 for the largest, −1 for the smallest. Null and missing are ignored. */
function takeExtreme(state: ExtremeState, value: Value, sign: 1 | -1): void {
  if (isNullish(value)) return;
  if (state.value === undefined || compareValues(value, state.value) * sign > 0) state.value = value;
}

/** Code that takes a value in: two JS numbers are compared inline. NaN is the smallest number. */
export function emitExtreme(e: Emitter, value: Atom, place: Place, sign: 1 | -1): void {
  if (!mayBe(value, ~kinds.nullish)) return;
  const [v, known] = [value.js, place.field("value")];
  const better = sign > 0 ? `${v} > ${known} || ${known} !== ${known} && ${v} === ${v}` : `${v} < ${known} || ${v} !== ${v}`;
  const slow = place.onState((state) => `${e.use(takeExtreme)}(${state}, ${v}, ${sign})`);
  if (!mayBe(value, kinds.number)) {
    e.line(slow);
    return;
  }
  e.line(`if (typeof ${v} === "number" && typeof ${known} === "number") { if (${better}) ${known} = ${v}; } else { ${slow} }`);
}

export const mergeExtreme = (sign: 1 | -1) => (into: ExtremeState, from: ExtremeState) => takeExtreme(into, from.value, sign);

/** Wrapped, so that "nothing yet" can be told from any value. */
export function encodeExtreme(state: ExtremeState): Value {
  return state.value === undefined ? [] : [state.value];
}

export function decodeExtreme(value: Value): ExtremeState {
  const state = new ExtremeState();
  state.value = (value as Value[])[0];
  return state;
}
