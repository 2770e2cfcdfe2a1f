import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { equality } from "./code.ts";

/** $eq: whether two values are equal: numbers by value whatever their type, documents with their fields in the same order. */
export const eq = defineExpression({
  name: "$eq",
  arity: 2,
  emit: (e, [a, b]) => e.bind(equality(e, e.value(a!), e.value(b!)), kinds.bool),
  docs: {
    summary: "Tells whether two values are equal.",
    examples: [
      { in: { a: 5 }, expr: { $eq: ["$a", 5] }, out: true },
      { in: { a: null }, expr: { $eq: ["$a", "$missing"] }, out: false },
      { in: { a: "x" }, expr: { $eq: ["$a", "y"] }, out: false },
    ],
  },
});
