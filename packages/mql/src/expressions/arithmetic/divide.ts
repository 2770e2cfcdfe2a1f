import { divide as divideValues } from "../../values/index.ts";
import { defineExpression } from "../define.ts";
import { emitBinary, isFraction } from "./numbers.ts";

/** $divide: the quotient, a double (a decimal if an operand is one). A zero divisor is an error. */
export const divide = defineExpression({
  name: "$divide",
  arity: 2,
  emit: (e, [a, b], node) =>
    emitBinary(e, e.value(a!), e.value(b!), node, {
      compute: (x, y) => `${x} / ${y}`,
      stands: (_, result, __, y) => `${isFraction(result)} && ${y} !== 0`,
      slow: divideValues,
    }),
  docs: {
    summary: "Divides the first number by the second.",
    examples: [
      { in: { a: 5 }, expr: { $divide: ["$a", 2] }, out: 2.5 },
      { in: { a: null }, expr: { $divide: ["$a", 2] }, out: null },
      { in: { a: 1, b: 0 }, expr: { $divide: ["$a", "$b"] }, error: 2 },
      { in: { a: "1" }, expr: { $divide: ["$a", 2] }, error: 14 },
    ],
  },
});
