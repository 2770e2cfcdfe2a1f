import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { ordering } from "./code.ts";

/** $lte: whether the first value is less than the second or equal, in the order of all types. */
export const lte = defineExpression({
  name: "$lte",
  arity: 2,
  emit: (e, operands) => {
    const [a, b] = operands.map((operand) => e.value(operand));
    return e.bind(ordering(e, b!, a!, true), kinds.bool);
  },
  docs: {
    summary: "Tells whether the first value is less than or equal to the second.",
    examples: [
      { in: { a: 5 }, expr: { $lte: ["$a", 5] }, out: true },
      { in: { a: "x" }, expr: { $lte: ["$a", 5] }, out: false },
    ],
  },
});
