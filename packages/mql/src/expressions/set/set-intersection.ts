import { kinds } from "../../compiler/kinds.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { keysOf, membersOf, setOperands } from "./members.ts";

/** $setIntersection: the distinct items that all arrays hold, as they stand in the first. Null if one is. */
export const setIntersection = defineExpression({
  name: "$setIntersection",
  arity: [0, Number.POSITIVE_INFINITY],
  evaluate: (...values: readonly Value[]) => {
    const arrays = setOperands("$setIntersection", values, 17047);
    if (arrays === null) return null;
    const members = membersOf(arrays[0] ?? []);
    for (const array of arrays.slice(1)) {
      const keys = keysOf(array);
      for (const key of members.keys()) if (!keys.has(key)) members.delete(key);
    }
    return [...members.values()];
  },
  kinds: kinds.array | kinds.null,
  fresh: true,
  docs: {
    summary: "Gives the items that all sets hold.",
    examples: [
      {
        expr: {
          $setIntersection: [
            ["a", "b", "a"],
            ["b", "a"],
          ],
        },
        out: ["a", "b"],
      },
      { expr: { $setIntersection: [["a", "b"], [["a", "b"]]] }, out: [] },
      { expr: { $setIntersection: [] }, out: [] },
      { in: { a: null }, expr: { $setIntersection: [[1], "$a"] }, out: null },
      { in: { a: 5 }, expr: { $setIntersection: [[1], "$a"] }, error: 17047 },
    ],
  },
});
