import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";

/** $not: the opposite of how the value counts: false, null, missing and zero count as false, everything else as true. */
export const not = defineExpression({
  name: "$not",
  arity: 1,
  emit: (e, [value]) => e.bind(`!${e.truth(e.value(value!))}`, kinds.bool),
  docs: {
    summary: "Tells whether a value counts as false.",
    examples: [
      { in: { a: true }, expr: { $not: ["$a"] }, out: false },
      { in: {}, expr: { $not: "$a" }, out: true },
      { in: { a: "" }, expr: { $not: "$a" }, out: false },
      { in: { a: [] }, expr: { $not: "$a" }, out: false },
    ],
  },
});
