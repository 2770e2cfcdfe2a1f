import { kinds } from "../../compiler/kinds.ts";
import { isNullish } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { keysOf, membersOf, setOperand } from "./members.ts";

/** $setDifference: the distinct items of the first array that the second does not hold. Null if either is. */
export const setDifference = defineExpression({
  name: "$setDifference",
  arity: 2,
  evaluate: (a: Value, b: Value) => {
    if (isNullish(a) || isNullish(b)) return null;
    const members = membersOf(setOperand("$setDifference", a, 17048));
    for (const key of keysOf(setOperand("$setDifference", b, 17049))) members.delete(key);
    return [...members.values()];
  },
  kinds: kinds.array | kinds.null,
  fresh: true,
  docs: {
    summary: "Gives the items of one set that another does not hold.",
    examples: [
      {
        expr: {
          $setDifference: [
            ["a", "b", "a"],
            ["b", "a"],
          ],
        },
        out: [],
      },
      { expr: { $setDifference: [["a", "b"], [["a", "b"]]] }, out: ["a", "b"] },
      { in: { a: [3, 3, 1] }, expr: { $setDifference: ["$a", [1]] }, out: [3] },
      { in: {}, expr: { $setDifference: [[1], "$a"] }, out: null },
      { in: { a: 5 }, expr: { $setDifference: ["$a", [1]] }, error: 17048 },
      { in: { a: 5 }, expr: { $setDifference: [[1], "$a"] }, error: 17049 },
    ],
  },
});
