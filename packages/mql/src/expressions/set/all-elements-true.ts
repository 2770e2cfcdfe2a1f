import { kinds } from "../../compiler/kinds.ts";
import { isTruthy } from "../../compiler/truth.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { setOperand } from "./members.ts";

/** $allElementsTrue: whether no item of an array is false, null or zero; true for an empty one. */
export const allElementsTrue = defineExpression({
  name: "$allElementsTrue",
  arity: 1,
  evaluate: (array: Value) => setOperand("$allElementsTrue", array, 17040).every(isTruthy),
  kinds: kinds.bool,
  docs: {
    summary: "Tells whether all items of an array count as true.",
    examples: [
      { expr: { $allElementsTrue: [[true, 1, "someString"]] }, out: true },
      { expr: { $allElementsTrue: [[[false]]] }, out: true },
      { expr: { $allElementsTrue: [[]] }, out: true },
      { expr: { $allElementsTrue: [[null, false, 0]] }, out: false },
      { in: { a: null }, expr: { $allElementsTrue: "$a" }, error: 17040 },
    ],
  },
});
