import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { ordering } from "./code.ts";

/** $lt: whether the first value is less than the second, in the order of all types. */
export const lt = defineExpression({
  name: "$lt",
  arity: 2,
  emit: (e, operands) => {
    const [a, b] = operands.map((operand) => e.value(operand));
    return e.bind(ordering(e, b!, a!, false), kinds.bool);
  },
  docs: {
    summary: "Tells whether the first value is less than the second.",
    examples: [
      { in: { a: 4 }, expr: { $lt: ["$a", 4.5] }, out: true },
      { in: {}, expr: { $lt: ["$a", null] }, out: true },
      { in: { a: 5 }, expr: { $lt: ["$a", 5] }, out: false },
    ],
  },
});
