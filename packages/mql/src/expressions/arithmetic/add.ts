import { add as addValues } from "../../values/index.ts";
import { defineExpression } from "../define.ts";
import { emitFold } from "./numbers.ts";

/** $add: the sum of numbers, or a date moved by milliseconds. Null and missing give null; an int sum beyond 32 bits is a long. */
export const add = defineExpression({
  name: "$add",
  arity: [0, Number.POSITIVE_INFINITY],
  associative: true,
  emit: (e, operands, node) => emitFold(e, operands, 0, node, { compute: (a, b) => `${a} + ${b}`, slow: addValues }),
  docs: {
    summary: "Adds numbers, or numbers of milliseconds to a date.",
    examples: [
      { in: { a: 2, b: 3 }, expr: { $add: ["$a", "$b", 1] }, out: 6 },
      { in: { a: 2147483647 }, expr: { $add: ["$a", 1] }, out: 2147483648 },
      { in: { a: new Date(1000) }, expr: { $add: ["$a", 500] }, out: new Date(1500) },
      { in: { a: null }, expr: { $add: ["$a", 1] }, out: null },
      { in: { a: "x" }, expr: { $add: ["$a", 1] }, error: 14 },
    ],
  },
});
