import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";

/** $isArray: whether a value is an array. */
export const isArray = defineExpression({
  name: "$isArray",
  arity: 1,
  emit: (e, [value]) => e.bind(`Array.isArray(${e.value(value!).js})`, kinds.bool),
  docs: {
    summary: "Tells whether a value is an array.",
    examples: [
      { in: { a: [] }, expr: { $isArray: "$a" }, out: true },
      { in: { a: "x" }, expr: { $isArray: ["$a"] }, out: false },
      { expr: { $isArray: [[1]] }, out: true },
    ],
  },
});
