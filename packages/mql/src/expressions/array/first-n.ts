import { kinds } from "../../compiler/kinds.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { severalFields, severalOf } from "./several.ts";

/** $firstN: the first `n` items of an array, fewer if it has no more. Anything but an array is an error, null too. */
export const firstN = defineExpression({
  name: "$firstN",
  fields: severalFields,
  evaluate: (input: Value, n: Value) => {
    const { items, count } = severalOf("$firstN", input, n);
    return items.slice(0, count);
  },
  kinds: kinds.array,
  fresh: true,
  docs: {
    summary: "Gives the first items of an array.",
    examples: [
      { in: { a: [10, 20, 40] }, expr: { $firstN: { n: 2, input: "$a" } }, out: [10, 20] },
      { in: { a: [10, null] }, expr: { $firstN: { n: 5, input: "$a" } }, out: [10, null] },
      { in: { a: null }, expr: { $firstN: { n: 1, input: "$a" } }, error: 5788200 },
      { in: { a: [1], n: 0 }, expr: { $firstN: { n: "$n", input: "$a" } }, error: 5787908 },
      { in: { a: [1], n: "1" }, expr: { $firstN: { n: "$n", input: "$a" } }, error: 5787902 },
    ],
  },
});
