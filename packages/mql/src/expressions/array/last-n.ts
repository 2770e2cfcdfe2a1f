import { kinds } from "../../compiler/kinds.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { severalFields, severalOf } from "./several.ts";

/** $lastN: the last `n` items of an array in their order, fewer if it has no more. Anything but an array is an error, null too. */
export const lastN = defineExpression({
  name: "$lastN",
  fields: severalFields,
  evaluate: (input: Value, n: Value) => {
    const { items, count } = severalOf("$lastN", input, n);
    return items.slice(-count);
  },
  kinds: kinds.array,
  fresh: true,
  docs: {
    summary: "Gives the last items of an array.",
    examples: [
      { in: { a: [10, 20, 40] }, expr: { $lastN: { n: 2, input: "$a" } }, out: [20, 40] },
      { in: { a: [10] }, expr: { $lastN: { n: 5, input: "$a" } }, out: [10] },
      { in: { a: [] }, expr: { $lastN: { n: 1, input: "$a" } }, out: [] },
      { in: {}, expr: { $lastN: { n: 1, input: "$a" } }, error: 5788200 },
    ],
  },
});
