import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { ordering } from "./code.ts";

/** $gte: whether the first value is greater than the second or equal, in the order of all types. */
export const gte = defineExpression({
  name: "$gte",
  arity: 2,
  emit: (e, [a, b]) => e.bind(ordering(e, e.value(a!), e.value(b!), true), kinds.bool),
  docs: {
    summary: "Tells whether the first value is greater than or equal to the second.",
    examples: [
      { in: { a: 5 }, expr: { $gte: ["$a", 5] }, out: true },
      { in: {}, expr: { $gte: ["$a", null] }, out: false },
      { in: { a: 4 }, expr: { $gte: ["$a", 5] }, out: false },
    ],
  },
});
