import { defineDocumentOperator } from "../define.ts";
import { everything } from "../tree.ts";

/** $expr: documents for which an expression counts as true. */
export const expr = defineDocumentOperator({
  name: "$expr",
  parse: (parser, node, pointer) => {
    const expression = parser.expression(node, pointer);
    return expression === undefined ? everything : { kind: "expression", expression };
  },
  docs: {
    syntax: "{ $expr: expression }",
    summary: "Selects documents for which an expression is true.",
    examples: [
      { in: { spent: 450, budget: 400 }, query: { $expr: { $gt: ["$spent", "$budget"] } }, out: true },
      { in: { spent: 100, budget: 400 }, query: { $expr: { $gt: ["$spent", "$budget"] } }, out: false },
    ],
  },
});
