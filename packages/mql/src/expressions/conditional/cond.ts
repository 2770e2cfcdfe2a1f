import { literalNode, operatorNode } from "../../compiler/ast.ts";
import { defineExpression } from "../define.ts";

/** $cond: one of two values, by a condition; only that one is evaluated. Written as a list or with `if`, `then`, `else`. */
export const cond = defineExpression({
  name: "$cond",
  parse: (parser, node, pointer, scope, self) => {
    if (node.kind === "array") return operatorNode(self, parser.list("$cond", 3, 3, node, pointer, scope), pointer);
    const rules = { if: "required", then: "required", else: "required" } as const;
    const operands = parser.fields("$cond", rules, node, pointer, scope);
    return operands === undefined ? literalNode(null, pointer) : operatorNode(self, operands, pointer);
  },
  emit: (e, [test, then, otherwise]) =>
    e.choose(
      e.truth(e.value(test!)),
      () => e.value(then!),
      () => e.value(otherwise!),
    ),
  docs: {
    syntax: "{ $cond: { if: condition, then: expression, else: expression } } or { $cond: [condition, expression, expression] }",
    summary: "Chooses one of two values by a condition.",
    examples: [
      { in: { a: 250 }, expr: { $cond: { if: { $gte: ["$a", 250] }, then: 30, else: 20 } }, out: 30 },
      { in: { a: 0 }, expr: { $cond: ["$a", { $divide: [1, "$a"] }, "none"] }, out: "none" },
    ],
  },
});
