/**
 * The state behind $median and $percentile: all numbers, so that the answer is exact and the same however the records are
 * split; 8 bytes a number.
 */
import type { ExpressionNode } from "../compiler/ast.ts";
import { percentileOf, sortedNumbers } from "../expressions/accumulator/percentiles.ts";
import { Binary } from "../values/classes.ts";
import { numberOf } from "../values/numbers.ts";
import { isNumeric } from "../values/type-of.ts";
import type { Value } from "../values/types.ts";
import { type AccumulatorSpec, type BoundAccumulator, defineAccumulator } from "./define.ts";

export class NumbersState {
  numbers: number[] = [];
}

/** Takes a value in and gives the bytes that it costs. */
function take(numbers: number[], value: Value): number {
  if (!isNumeric(value)) return 0;
  numbers.push(numberOf(value));
  return 8;
}

/** The accumulator that gives a result made of percentiles; `at` gives the smallest number that a share (0 to 1) of all does not exceed. */
export function bindNumbers(
  spec: AccumulatorSpec,
  argument: ExpressionNode,
  result: (at: (share: number) => Value) => Value,
): BoundAccumulator {
  const bound = defineAccumulator<NumbersState>({
    ...spec,
    State: NumbersState,
    emit: (e, value, { field, entry }) => e.line(`${entry}.bytes += ${e.use(take)}(${field("numbers")}, ${value.js});`),
    result: ({ numbers }) => {
      const sorted = sortedNumbers(numbers);
      return result((share) => percentileOf(sorted, share));
    },
    merge: (into, from) => {
      // Not by spreading: a call takes only so many arguments.
      for (const number of from.numbers) into.numbers.push(number);
    },
    encode: ({ numbers }) => new Binary(new Uint8Array(Float64Array.from(numbers).buffer), 0),
    decode: (value) => {
      const state = new NumbersState();
      const bytes = Uint8Array.from((value as Binary).value());
      state.numbers = Array.from(new Float64Array(bytes.buffer));
      return state;
    },
  });
  return { argument, spec: bound };
}
