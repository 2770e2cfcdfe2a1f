import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** Longer results would not fit into a document. */
const mostItems = 1_000_000;

/** $range: integers from a start up to, but without, an end, in steps. All three must be 32-bit integers, the step not zero. */
export const range = defineExpression({
  name: "$range",
  costly: true,
  arity: [2, 3],
  evaluate: (start: Value, end: Value, step: Value = 1) => {
    const from = whole("starting value", start, 34443, 34444);
    const to = whole("ending value", end, 34445, 34446);
    const by = whole("step value", step, 34447, 34448);
    if (by === 0) throw new MqlError(34449, "$range requires a step that is not zero");
    if ((to - from) / by > mostItems) throw new MqlError(17261, `$range would give more than ${mostItems} numbers`);
    const numbers: number[] = [];
    for (let number = from; by > 0 ? number < to : number > to; number += by) numbers.push(number);
    return numbers;
  },
  kinds: kinds.array,
  fresh: true,
  docs: {
    summary: "Gives an array of integers in steps.",
    examples: [
      { expr: { $range: [0, 10, 4] }, out: [0, 4, 8] },
      { expr: { $range: [3, 0, -1] }, out: [3, 2, 1] },
      { in: { a: 2 }, expr: { $range: [0, "$a"] }, out: [0, 1] },
      { in: { a: "2" }, expr: { $range: [0, "$a"] }, error: 34445 },
      { in: { a: 0 }, expr: { $range: [0, 5, "$a"] }, error: 34449 },
    ],
  },
});

function whole(what: string, value: Value, typeCode: number, wholeCode: number): number {
  if (!isNumeric(value)) throw new MqlError(typeCode, `$range requires a numeric ${what}, found value of type: ${typeOf(value)}`);
  const number = numberOf(value);
  if ((number | 0) !== number)
    throw new MqlError(wholeCode, `$range requires a ${what} that is a 32-bit integer, found: ${number}`);
  return number;
}
