import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { compareSign } from "./code.ts";

/** $cmp: −1, 0 or 1, as the first value is less than the second, equal or greater, in the order of all types. */
export const cmp = defineExpression({
  name: "$cmp",
  arity: 2,
  emit: (e, [a, b]) => e.pure(compareSign, [e.value(a!).js, e.value(b!).js], kinds.int),
  docs: {
    summary: "Compares two values.",
    examples: [
      { in: { a: 1 }, expr: { $cmp: ["$a", 2] }, out: -1 },
      { in: { a: "b" }, expr: { $cmp: ["$a", "b"] }, out: 0 },
      { in: { a: "x" }, expr: { $cmp: ["$a", 10] }, out: 1 },
    ],
  },
});
