import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { ordering } from "./code.ts";

/** $gt: whether the first value is greater than the second, in the order of all types. */
export const gt = defineExpression({
  name: "$gt",
  arity: 2,
  emit: (e, [a, b]) => e.bind(ordering(e, e.value(a!), e.value(b!), false), kinds.bool),
  docs: {
    summary: "Tells whether the first value is greater than the second.",
    examples: [
      { in: { a: 5 }, expr: { $gt: ["$a", 4.5] }, out: true },
      { in: { a: "x" }, expr: { $gt: ["$a", 5] }, out: true },
      { in: { a: 5 }, expr: { $gt: ["$a", 5] }, out: false },
    ],
  },
});
