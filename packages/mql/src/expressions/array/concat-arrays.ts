import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $concatArrays: one array of the items of all. Null if one of them is null or missing. */
export const concatArrays = defineExpression({
  name: "$concatArrays",
  arity: [0, Number.POSITIVE_INFINITY],
  associative: true,
  evaluate: (...arrays: readonly Value[]) => {
    const joined: Value[] = [];
    for (const array of arrays) {
      if (isNullish(array)) return null;
      if (!Array.isArray(array)) throw new MqlError(28664, `$concatArrays only supports arrays, not ${typeOf(array)}`);
      for (const item of array) joined.push(item);
    }
    return joined;
  },
  kinds: kinds.array | kinds.null,
  fresh: true,
  docs: {
    summary: "Joins arrays.",
    examples: [
      { in: { a: [1, 2], b: [[3]] }, expr: { $concatArrays: ["$a", "$b"] }, out: [1, 2, [3]] },
      { in: { a: [1] }, expr: { $concatArrays: ["$a", "$b"] }, out: null },
      { in: { a: 1 }, expr: { $concatArrays: ["$a"] }, error: 28664 },
    ],
  },
});
