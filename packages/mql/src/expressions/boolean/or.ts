import { defineExpression } from "../define.ts";
import { emitJunction } from "./junction.ts";

/** $or: whether an expression counts as true; those behind the first that does are not evaluated. */
export const or = defineExpression({
  name: "$or",
  arity: [0, Number.POSITIVE_INFINITY],
  associative: true,
  emit: (e, operands) => emitJunction(e, operands, false),
  docs: {
    summary: "Tells whether any expression is true.",
    examples: [
      { in: { a: 5 }, expr: { $or: [{ $gt: ["$a", 9] }, { $eq: ["$a", 5] }] }, out: true },
      { in: { a: null }, expr: { $or: ["$a", 0] }, out: false },
      { expr: { $or: [] }, out: false },
    ],
  },
});
