import { kinds } from "../../compiler/kinds.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { membersOf, setOperands } from "./members.ts";

/** $setUnion: the distinct items of all arrays, in order of their first occurrence. Null if one array is. */
export const setUnion = defineExpression({
  name: "$setUnion",
  arity: [0, Number.POSITIVE_INFINITY],
  associative: true,
  evaluate: (...values: readonly Value[]) => {
    const arrays = setOperands("$setUnion", values, 17043);
    return arrays && [...membersOf(arrays.flat()).values()];
  },
  kinds: kinds.array | kinds.null,
  fresh: true,
  docs: {
    summary: "Gives the items of all sets.",
    examples: [
      {
        expr: {
          $setUnion: [
            ["a", "b", "a"],
            ["b", "c"],
          ],
        },
        out: ["a", "b", "c"],
      },
      { expr: { $setUnion: [["a"], [["a"]]] }, out: ["a", ["a"]] },
      { expr: { $setUnion: [] }, out: [] },
      { in: {}, expr: { $setUnion: [[1], "$a"] }, out: null },
      { in: { a: 5 }, expr: { $setUnion: [[1], "$a"] }, error: 17043 },
    ],
  },
});
