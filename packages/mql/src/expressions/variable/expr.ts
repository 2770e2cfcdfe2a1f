import { defineExpression } from "../define.ts";

/** $expr: the expression inside, as it is. Official examples write it in branches of $cond and $switch (engine.md 12.41). */
export const expr = defineExpression({
  name: "$expr",
  parse: (parser, node, pointer, scope) => parser.expression(node, pointer, scope),
  emit: (e) => e.constant(undefined),
  docs: {
    syntax: "{ $expr: expression }",
    summary: "Gives the value of the expression inside.",
    examples: [{ in: { a: 5 }, expr: { $expr: { $gt: ["$a", 1] } }, out: true }],
  },
});
