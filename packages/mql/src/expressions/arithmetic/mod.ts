import { mod as modValues } from "../../values/index.ts";
import { defineExpression } from "../define.ts";
import { emitBinary, isFraction } from "./numbers.ts";

/** $mod: the remainder of a division, with the sign of the dividend. A zero divisor is an error. */
export const mod = defineExpression({
  name: "$mod",
  arity: 2,
  emit: (e, [a, b], node) =>
    emitBinary(e, e.value(a!), e.value(b!), node, {
      compute: (x, y) => `${x} % ${y} + 0`,
      stands: (ints, result, _, y) => `${y} !== 0 && (${ints} || ${isFraction(result)})`,
      slow: modValues,
    }),
  docs: {
    summary: "Gives the remainder of dividing the first number by the second.",
    examples: [
      { in: { a: 7 }, expr: { $mod: ["$a", 4] }, out: 3 },
      { in: { a: -7 }, expr: { $mod: ["$a", 4] }, out: -3 },
      { in: { a: 5.5 }, expr: { $mod: ["$a", 2] }, out: 1.5 },
      { in: {}, expr: { $mod: ["$a", 2] }, out: null },
      { in: { a: 5, b: 0 }, expr: { $mod: ["$a", "$b"] }, error: 16610 },
    ],
  },
});
