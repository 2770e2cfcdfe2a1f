import { literalNode } from "../../compiler/ast.ts";
import { defineExpression } from "../define.ts";

/** $literal: a value as it stands, without reading paths or operators in it. */
export const literal = defineExpression({
  name: "$literal",
  parse: (parser, node, pointer) => literalNode(parser.plain(node, pointer), pointer),
  emit: (e) => e.constant(undefined),
  docs: {
    syntax: "{ $literal: value }",
    summary: "Gives a value as it is written.",
    examples: [
      { expr: { $literal: "$price" }, out: "$price" },
      { expr: { $literal: { $add: [1, 2] } }, out: { $add: [1, 2] } },
    ],
  },
});
