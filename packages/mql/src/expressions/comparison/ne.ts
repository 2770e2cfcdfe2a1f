import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { equality } from "./code.ts";

/** $ne: whether two values differ. */
export const ne = defineExpression({
  name: "$ne",
  arity: 2,
  emit: (e, [a, b]) => e.bind(`!(${equality(e, e.value(a!), e.value(b!))})`, kinds.bool),
  docs: {
    summary: "Tells whether two values differ.",
    examples: [
      { in: { a: 5 }, expr: { $ne: ["$a", 5] }, out: false },
      { in: { a: "5" }, expr: { $ne: ["$a", 5] }, out: true },
    ],
  },
});
