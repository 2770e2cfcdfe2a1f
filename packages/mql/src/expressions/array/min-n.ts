import { kinds } from "../../compiler/kinds.ts";
import { compareValues } from "../../values/compare.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { severalFields, severalOf } from "./several.ts";

/** $minN: the `n` smallest items of an array, the smallest first; nulls are left out. Anything but an array is an error, null too. */
export const minN = defineExpression({
  name: "$minN",
  fields: severalFields,
  evaluate: (input: Value, n: Value) => {
    const { items, count } = severalOf("$minN", input, n);
    return items
      .filter((item) => item !== null)
      .sort(compareValues)
      .slice(0, count);
  },
  kinds: kinds.array,
  fresh: true,
  docs: {
    summary: "Gives the smallest items of an array.",
    examples: [
      { in: { a: [4, 1, null, 3] }, expr: { $minN: { n: 2, input: "$a" } }, out: [1, 3] },
      { in: { a: ["x", 7, 2] }, expr: { $minN: { n: 2, input: "$a" } }, out: [2, 7] },
      { in: { a: [] }, expr: { $minN: { n: 2, input: "$a" } }, out: [] },
      { in: { a: [1], n: 1.5 }, expr: { $minN: { n: "$n", input: "$a" } }, error: 5787903 },
    ],
  },
});
