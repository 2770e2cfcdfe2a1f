import { defineExpression } from "../define.ts";
import { emitUnary, isInt } from "./numbers.ts";
import { toWhole, up } from "./rounding.ts";

const ceilValue = toWhole("$ceil", Math.ceil, up);

/** $ceil: the least whole number that is not less, of the same type. Null and missing give null. */
export const ceil = defineExpression({
  name: "$ceil",
  arity: 1,
  emit: (e, [value], node) => emitUnary(e, value!, node, { when: (v) => isInt(v), compute: (v) => v, slow: ceilValue }),
  docs: {
    summary: "Rounds a number up to a whole one.",
    examples: [
      { in: { a: 7 }, expr: { $ceil: "$a" }, out: 7 },
      { in: { a: null }, expr: { $ceil: "$a" }, out: null },
      { in: { a: "x" }, expr: { $ceil: "$a" }, error: 28765 },
    ],
  },
});
