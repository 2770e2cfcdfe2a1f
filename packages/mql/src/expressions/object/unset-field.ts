import { literalNode, operatorNode } from "../../compiler/ast.ts";
import { without } from "../../compiler/documents.ts";
import { kinds } from "../../compiler/kinds.ts";
import { below } from "../../compiler/problems.ts";
import { MqlError } from "../../errors.ts";
import { isDocument, isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $unsetField: a document without one field, whose name may hold dots and dollar signs. The name is a constant. Null for null. */
export const unsetField = defineExpression({
  name: "$unsetField",
  parse: (parser, node, pointer, scope, self) => {
    const operands = parser.fields("$unsetField", { field: "required", input: "required" }, node, pointer, scope);
    const [field] = operands ?? [];
    if (operands === undefined || field === undefined) return literalNode(null, pointer);
    if (field.kind !== "literal" || typeof field.value !== "string") {
      parser.problems.shape(
        below(pointer, "field"),
        "$unsetField requires 'field' to be a constant string; use { $literal: … } for a name with '$'.",
      );
    }
    return operatorNode(self, operands, pointer);
  },
  evaluate: (name: string, document: Value) => {
    if (isNullish(document)) return null;
    if (!isDocument(document)) {
      throw new MqlError(4161105, `$unsetField requires 'input' to evaluate to type Object, but got ${typeOf(document)}`);
    }
    return without(document, name);
  },
  kinds: kinds.document | kinds.null,
  fresh: true,
  docs: {
    syntax: "{ $unsetField: { field: name, input: document } }",
    summary: "Removes a field by its name.",
    examples: [
      { in: { a: { x: 1, "y.z": 2 } }, expr: { $unsetField: { field: "y.z", input: "$a" } }, out: { x: 1 } },
      { in: { a: { $x: 1, b: 2 } }, expr: { $unsetField: { field: { $literal: "$x" }, input: "$a" } }, out: { b: 2 } },
      { in: { a: { x: 1 } }, expr: { $unsetField: { field: "y", input: "$a" } }, out: { x: 1 } },
      { in: { a: null }, expr: { $unsetField: { field: "x", input: "$a" } }, out: null },
      { in: { a: 5 }, expr: { $unsetField: { field: "x", input: "$a" } }, error: 4161105 },
    ],
  },
});
