import { defineExpression } from "../define.ts";
import { emitUnary, isInt } from "./numbers.ts";
import { down, toWhole } from "./rounding.ts";

const floorValue = toWhole("$floor", Math.floor, down);

/** $floor: the greatest whole number that is not more, of the same type. Null and missing give null. */
export const floor = defineExpression({
  name: "$floor",
  arity: 1,
  emit: (e, [value], node) => emitUnary(e, value!, node, { when: (v) => isInt(v), compute: (v) => v, slow: floorValue }),
  docs: {
    summary: "Rounds a number down to a whole one.",
    examples: [
      { in: { a: 7 }, expr: { $floor: "$a" }, out: 7 },
      { in: { a: null }, expr: { $floor: "$a" }, out: null },
      { in: { a: "x" }, expr: { $floor: "$a" }, error: 28765 },
    ],
  },
});
