import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNullish, isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $slice: so many items from the start of an array (from the end for a negative number), or from a position on. Null if an argument is. */
export const slice = defineExpression({
  name: "$slice",
  arity: [2, 3],
  evaluate: part,
  kinds: kinds.array | kinds.null,
  fresh: true,
  docs: {
    summary: "Gives a part of an array.",
    examples: [
      { expr: { $slice: [[1, 2, 3], 1, 1] }, out: [2] },
      { expr: { $slice: [[1, 2, 3], -2] }, out: [2, 3] },
      { expr: { $slice: [[1, 2, 3], 15, 2] }, out: [] },
      { expr: { $slice: [[1, 2, 3], -15, 2] }, out: [1, 2] },
      { in: { a: null }, expr: { $slice: ["$a", 2] }, out: null },
      { in: { a: 5 }, expr: { $slice: ["$a", 2] }, error: 28724 },
      { in: { a: [1], n: 0 }, expr: { $slice: ["$a", 0, "$n"] }, error: 28729 },
    ],
  },
});

function part(...args: readonly Value[]): Value[] | null {
  const [array, second, third] = args;
  if (args.some(isNullish)) return null;
  if (!Array.isArray(array))
    throw new MqlError(28724, `First argument to $slice must be an array, but is of type: ${typeOf(array)}`);
  const first = whole("Second", second, 28725, 28726);
  if (args.length === 2) return first < 0 ? array.slice(first) : array.slice(0, first);
  const count = whole("Third", third, 28727, 28728);
  if (count <= 0) throw new MqlError(28729, `Third argument to $slice must be positive: ${count}`);
  const start = first < 0 ? Math.max(0, array.length + first) : first;
  return array.slice(start, start + count);
}

function whole(which: string, value: Value, typeCode: number, wholeCode: number): number {
  if (!isNumeric(value))
    throw new MqlError(typeCode, `${which} argument to $slice must be numeric, but is of type: ${typeOf(value)}`);
  const number = numberOf(value);
  if ((number | 0) !== number) throw new MqlError(wholeCode, `${which} argument to $slice must be a 32-bit integer: ${number}`);
  return number;
}
