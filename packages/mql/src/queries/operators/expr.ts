import { defineDocumentOperator } from "../define.ts";

/** $expr: documents for which an expression counts as true. */
export const expr = defineDocumentOperator({
  name: "$expr",
  parse: (parser, node, pointer) => ({ kind: "expression", expression: parser.expression(node, pointer) }),
  docs: {
    summary: "Selects documents for which an expression is true.",
    examples: [
      { in: { spent: 450, budget: 400 }, query: { $expr: { $gt: ["$spent", "$budget"] } }, out: true },
      { in: { spent: 100, budget: 400 }, query: { $expr: { $gt: ["$spent", "$budget"] } }, out: false },
    ],
  },
});
