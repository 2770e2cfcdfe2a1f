/** Code shared by the bitwise operators. */
import { MqlError } from "../../errors.ts";
import { exactInteger } from "../../values/arithmetic.ts";
import { makeInteger, makeLong, numericRank, rankOf } from "../../values/numbers.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";

/** Combines ints and longs from the left; a long if one of them is, null if one is. Throws MqlError 14 for other types. */
export function combiner(
  name: string,
  neutral: number,
  ints: (a: number, b: number) => number,
  longs: (a: bigint, b: bigint) => bigint,
): (...operands: readonly Value[]) => Value {
  return (...operands) => {
    if (operands.some(isNullish)) return null;
    let result: Value = neutral;
    for (const operand of operands) {
      const rank = rankOf(operand);
      if (rank !== numericRank.int && rank !== numericRank.long) {
        throw new MqlError(14, `${name} only supports int and long operands, not ${typeOf(operand)}`);
      }
      const areInts: boolean = rank === numericRank.int && rankOf(result) === numericRank.int;
      result = areInts ? ints(result as number, operand as number) : makeLong(longs(exactInteger(result), exactInteger(operand)));
    }
    return result;
  };
}

/** The integer with all bits turned over. Throws MqlError 28765 for other types. */
export function inverted(value: Value): Value {
  if (isNullish(value)) return null;
  const rank = rankOf(value);
  if (rank === numericRank.int) return makeInteger(~exactInteger(value));
  if (rank === numericRank.long) return makeLong(~exactInteger(value));
  throw new MqlError(28765, `$bitNot only supports int and long, not ${typeOf(value)}`);
}
