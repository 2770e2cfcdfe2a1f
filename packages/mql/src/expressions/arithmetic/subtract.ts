import { subtract as subtractValues } from "../../values/index.ts";
import { defineExpression } from "../define.ts";
import { emitBinary } from "./numbers.ts";

/** $subtract: the difference of two numbers, a date moved back by milliseconds, or the milliseconds between two dates (a long). */
export const subtract = defineExpression({
  name: "$subtract",
  arity: 2,
  emit: (e, [a, b], node) => {
    const code = { compute: (x: string, y: string) => `${x} - ${y}`, slow: subtractValues };
    return emitBinary(e, e.value(a!), e.value(b!), node, code);
  },
  docs: {
    summary: "Subtracts the second value from the first.",
    examples: [
      { in: { a: 5, b: 8 }, expr: { $subtract: ["$a", "$b"] }, out: -3 },
      { in: { a: new Date(3000) }, expr: { $subtract: ["$a", 1000] }, out: new Date(2000) },
      { in: { a: new Date(3000), b: new Date(1000) }, expr: { $subtract: ["$a", "$b"] }, out: 2000n },
      { in: { a: null }, expr: { $subtract: ["$a", 1] }, out: null },
      { in: { a: 1 }, expr: { $subtract: ["$a", "x"] }, error: 14 },
    ],
  },
});
