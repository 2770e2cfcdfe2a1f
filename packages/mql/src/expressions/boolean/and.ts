import { defineExpression } from "../define.ts";
import { emitJunction } from "./junction.ts";

/** $and: whether every expression counts as true; those behind the first that does not are not evaluated. */
export const and = defineExpression({
  name: "$and",
  arity: [0, Number.POSITIVE_INFINITY],
  associative: true,
  emit: (e, operands) => emitJunction(e, operands, true),
  docs: {
    summary: "Tells whether all expressions are true.",
    examples: [
      { in: { a: 5 }, expr: { $and: [{ $gt: ["$a", 1] }, { $lt: ["$a", 9] }] }, out: true },
      { in: { a: 0 }, expr: { $and: [true, "$a"] }, out: false },
      { in: { a: 0 }, expr: { $and: [{ $ne: ["$a", 0] }, { $divide: [1, "$a"] }] }, out: false },
      { expr: { $and: [] }, out: true },
    ],
  },
});
