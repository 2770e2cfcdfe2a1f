import { kinds } from "../../compiler/kinds.ts";
import { isTruthy } from "../../compiler/truth.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { setOperand } from "./members.ts";

/** $anyElementTrue: whether an item of an array is not false, null or zero; false for an empty one. */
export const anyElementTrue = defineExpression({
  name: "$anyElementTrue",
  arity: 1,
  evaluate: (array: Value) => setOperand("$anyElementTrue", array, 17041).some(isTruthy),
  kinds: kinds.bool,
  docs: {
    summary: "Tells whether an item of an array counts as true.",
    examples: [
      { expr: { $anyElementTrue: [[true, false]] }, out: true },
      { expr: { $anyElementTrue: [[[false]]] }, out: true },
      { expr: { $anyElementTrue: [[null, false, 0]] }, out: false },
      { expr: { $anyElementTrue: [[]] }, out: false },
      { in: { a: 5 }, expr: { $anyElementTrue: "$a" }, error: 17041 },
    ],
  },
});
