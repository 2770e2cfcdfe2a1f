/** The state behind `$min` and `$max`. */
import { type Atom, mayBe } from "../compiler/atom.ts";
import type { Emitter } from "../compiler/emitter.ts";
import { kinds } from "../compiler/kinds.ts";
import { compareValues } from "../values/compare.ts";
import { isNullish } from "../values/type-of.ts";
import type { Value } from "../values/types.ts";
import type { Place } from "./define.ts";

/** The smallest or largest value so far; `undefined` before the first. */
export class ExtremeState {
  value: Value = undefined;
  /** Arrival sequence of the record that brought it: of equal values, such as 5 and Double 5, the first counts. */
  sequence = -1;
}

/** Takes a value in. `sign`: 1 for the largest, −1 for the smallest. Null and missing are ignored. */
function takeExtreme(state: ExtremeState, value: Value, sequence: number, sign: 1 | -1): void {
  if (isNullish(value)) return;
  const order = state.value === undefined ? 1 : compareValues(value, state.value) * sign;
  if (order < 0 || (order === 0 && sequence >= state.sequence)) return;
  state.value = value;
  state.sequence = sequence;
}

/** Code that takes a value in: numbers are compared inline. */
export function emitExtreme(e: Emitter, value: Atom, place: Place, sign: 1 | -1): void {
  if (!mayBe(value, ~kinds.nullish)) return;
  const { js } = value;
  const slow = place.onState((state) => `${e.use(takeExtreme)}(${state}, ${js}, ${place.sequence}, ${sign})`);
  if (!mayBe(value, kinds.number)) {
    e.line(slow);
    return;
  }
  const [best, sequence] = [place.field("value"), place.field("sequence")];
  e.block("", () => {
    e.line(`const best = ${best};`);
    e.block(`if (typeof ${js} === "number" && typeof best === "number")`, () => {
      e.line(`if (${js} ${sign > 0 ? ">" : "<"} best) { ${best} = ${js}; ${sequence} = ${place.sequence}; }`);
      // NaN is less than every other number, but not for JavaScript.
      const unlike = sign > 0 ? "best" : js;
      e.line(`else if (${unlike} !== ${unlike}) { ${slow} }`);
    });
    e.line(`else if (${js} != null) {`);
    e.line(`if (best === undefined) { ${best} = ${js}; ${sequence} = ${place.sequence}; } else { ${slow} }`);
    e.line("}");
  });
}

export const mergeExtreme = (sign: 1 | -1) => (into: ExtremeState, from: ExtremeState) =>
  takeExtreme(into, from.value, from.sequence, sign);

/** Wrapped, so that "nothing yet" can be told from any value. */
export function encodeExtreme(state: ExtremeState): Value {
  return state.value === undefined ? [] : [state.value, state.sequence];
}

export function decodeExtreme(value: Value): ExtremeState {
  const [extreme, sequence] = value as Value[];
  const state = new ExtremeState();
  if (extreme === undefined) return state;
  state.value = extreme;
  state.sequence = sequence as number;
  return state;
}
