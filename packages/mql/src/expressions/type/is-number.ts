import { kinds } from "../../compiler/kinds.ts";
import { isNumeric } from "../../values/type-of.ts";
import { defineExpression } from "../define.ts";

/** $isNumber: whether a value is an int, long, double or decimal. */
export const isNumber = defineExpression({
  name: "$isNumber",
  arity: 1,
  emit: (e, [value]) => e.pure(isNumeric, [e.value(value!).js], kinds.bool),
  docs: {
    summary: "Tells whether a value is a number.",
    examples: [
      { in: { a: 2.5 }, expr: { $isNumber: "$a" }, out: true },
      { in: { a: "2.5" }, expr: { $isNumber: "$a" }, out: false },
      { in: {}, expr: { $isNumber: "$a" }, out: false },
    ],
  },
});
