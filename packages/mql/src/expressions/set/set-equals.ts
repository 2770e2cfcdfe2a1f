import { kinds } from "../../compiler/kinds.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { keysOf, setOperand } from "./members.ts";

/** $setEquals: whether arrays have the same distinct items. */
export const setEquals = defineExpression({
  name: "$setEquals",
  arity: [2, Number.POSITIVE_INFINITY],
  evaluate: (...values: readonly Value[]) => {
    const [first, ...others] = values.map((value) => keysOf(setOperand("$setEquals", value, 17044)));
    return others.every((other) => other.size === first!.size && other.isSubsetOf(first!));
  },
  kinds: kinds.bool,
  docs: {
    summary: "Tells whether sets are equal.",
    examples: [
      {
        expr: {
          $setEquals: [
            ["a", "b", "a"],
            ["b", "a"],
          ],
        },
        out: true,
      },
      { expr: { $setEquals: [["a", "b"], [["a", "b"]]] }, out: false },
      {
        expr: {
          $setEquals: [
            [1, 2],
            [2, 1],
            [1, 2, 3],
          ],
        },
        out: false,
      },
      { expr: { $setEquals: [[], []] }, out: true },
      { in: {}, expr: { $setEquals: [[1], "$a"] }, error: 17044 },
    ],
  },
});
