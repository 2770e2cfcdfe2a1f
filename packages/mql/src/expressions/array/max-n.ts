import { kinds } from "../../compiler/kinds.ts";
import { compareValues } from "../../values/compare.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { severalFields, severalOf } from "./several.ts";

/** $maxN: the `n` largest items of an array, the largest first; nulls are left out. Anything but an array is an error, null too. */
export const maxN = defineExpression({
  name: "$maxN",
  fields: severalFields,
  evaluate: (input: Value, n: Value) => {
    const { items, count } = severalOf("$maxN", input, n);
    return items
      .filter((item) => item !== null)
      .sort((a, b) => compareValues(b, a))
      .slice(0, count);
  },
  kinds: kinds.array,
  fresh: true,
  docs: {
    summary: "Gives the largest items of an array.",
    examples: [
      { in: { a: [1, 5, null, 3] }, expr: { $maxN: { n: 2, input: "$a" } }, out: [5, 3] },
      { in: { a: [2, "x", 7] }, expr: { $maxN: { n: 2, input: "$a" } }, out: ["x", 7] },
      { in: { a: [null] }, expr: { $maxN: { n: 2, input: "$a" } }, out: [] },
      { in: { a: 5 }, expr: { $maxN: { n: 2, input: "$a" } }, error: 5788200 },
    ],
  },
});
