import { multiply as multiplyValues } from "../../values/index.ts";
import { defineExpression } from "../define.ts";
import { both, either, emitFold, isFraction } from "./numbers.ts";

/** $multiply: the product of numbers. Null and missing give null; integers beyond 32 bits are longs, beyond 64 bits doubles. */
export const multiply = defineExpression({
  name: "$multiply",
  arity: [0, Number.POSITIVE_INFINITY],
  associative: true,
  emit: (e, operands, node) =>
    emitFold(e, operands, 1, node, {
      // `+ 0` turns the −0 of a negative int times zero into 0; the −0 of a fraction goes to the helper, being integral.
      compute: (a, b) => `${a} * ${b} + 0`,
      stands: (ints, result) =>
        either(both(ints, `${result} <= 9007199254740991`, `${result} >= -9007199254740991`), isFraction(result)),
      slow: multiplyValues,
    }),
  docs: {
    summary: "Multiplies numbers.",
    examples: [
      { in: { a: 4, b: 2 }, expr: { $multiply: ["$a", "$b", 3] }, out: 24 },
      { in: { a: 65536 }, expr: { $multiply: ["$a", "$a"] }, out: 4294967296 },
      { in: { a: 0.5 }, expr: { $multiply: ["$a", 0.5] }, out: 0.25 },
      { in: {}, expr: { $multiply: ["$a", 2] }, out: null },
      { in: { a: true }, expr: { $multiply: ["$a", 2] }, error: 14 },
    ],
  },
});
