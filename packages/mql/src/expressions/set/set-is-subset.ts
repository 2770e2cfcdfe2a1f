import { kinds } from "../../compiler/kinds.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { keysOf, setOperand } from "./members.ts";

/** $setIsSubset: whether the second array holds all items of the first. */
export const setIsSubset = defineExpression({
  name: "$setIsSubset",
  arity: 2,
  evaluate: (a: Value, b: Value) => {
    const inner = setOperand("$setIsSubset", a, 17046);
    return keysOf(inner).isSubsetOf(keysOf(setOperand("$setIsSubset", b, 17042)));
  },
  kinds: kinds.bool,
  docs: {
    summary: "Tells whether a set is a subset of another.",
    examples: [
      {
        expr: {
          $setIsSubset: [
            ["a", "b", "a"],
            ["b", "a"],
          ],
        },
        out: true,
      },
      { expr: { $setIsSubset: [["a", "b"], [["a", "b"]]] }, out: false },
      { expr: { $setIsSubset: [[], [1]] }, out: true },
      { in: { a: null }, expr: { $setIsSubset: ["$a", [1]] }, error: 17046 },
      { in: { a: null }, expr: { $setIsSubset: [[1], "$a"] }, error: 17042 },
    ],
  },
});
