import { type ExpressionNode, literalNode, operatorNode } from "../../compiler/ast.ts";
import { withField } from "../../compiler/documents.ts";
import { kinds } from "../../compiler/kinds.ts";
import { below } from "../../compiler/problems.ts";
import { MqlError } from "../../errors.ts";
import { isDocument, isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $setField: a document with one field added, replaced, or (with `$$REMOVE`) taken away. The name is a constant. Null for null. */
export const setField = defineExpression({
  name: "$setField",
  parse: (parser, node, pointer, scope, self) => {
    const operands = parser.fields(
      "$setField",
      { field: "required", input: "required", value: "required" },
      node,
      pointer,
      scope,
    );
    const [field] = operands ?? [];
    if (operands === undefined || field === undefined) return literalNode(null, pointer);
    const name = constantName(field);
    if (name === undefined) {
      parser.problems.shape(
        below(pointer, "field"),
        "$setField requires 'field' to be a constant string; use { $literal: … } for a name with '$'.",
      );
    }
    return operatorNode(self, operands, pointer);
  },
  evaluate: (name: string, document: Value, value: Value) => {
    if (isNullish(document)) return null;
    if (!isDocument(document)) {
      throw new MqlError(4161105, `$setField requires 'input' to evaluate to type Object, but got ${typeOf(document)}`);
    }
    return withField(document, name, value);
  },
  kinds: kinds.document | kinds.null,
  fresh: true,
  docs: {
    syntax: "{ $setField: { field: name, input: document, value: expression } }",
    summary: "Sets a field by its name.",
    examples: [
      { in: { a: { x: 1 } }, expr: { $setField: { field: "y.z", input: "$a", value: 2 } }, out: { x: 1, "y.z": 2 } },
      { in: { a: { x: 1 } }, expr: { $setField: { field: "x", input: "$a", value: "$$REMOVE" } }, out: {} },
      { in: { a: null }, expr: { $setField: { field: "x", input: "$a", value: 1 } }, out: null },
      { in: { a: 5 }, expr: { $setField: { field: "x", input: "$a", value: 1 } }, error: 4161105 },
    ],
  },
});

function constantName(node: ExpressionNode): string | undefined {
  return node.kind === "literal" && typeof node.value === "string" ? node.value : undefined;
}
