import { literalNode, operatorNode, pathNode } from "../../compiler/ast.ts";
import { below } from "../../compiler/problems.ts";
import { MqlError } from "../../errors.ts";
import { getOwn } from "../../values/names.ts";
import { isDocument, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $getField: the field of a document whose name may hold dots and dollar signs. Missing where there is no document; null for null. */
export const getField = defineExpression({
  name: "$getField",
  parse: (parser, node, pointer, scope, self) => {
    const current = pathNode(scope.get("CURRENT")!, [], pointer);
    const isLong = node.kind === "object" && node.entries.some(({ key }) => key === "field" || key === "input");
    if (!isLong) return operatorNode(self, [parser.expression(node, pointer, scope), current], pointer);
    const given = parser.named("$getField", { field: "required", input: "optional" }, node, pointer);
    const field = given?.get("field");
    const input = given?.get("input");
    if (field === undefined) return literalNode(null, pointer);
    return operatorNode(
      self,
      [
        parser.expression(field, below(pointer, "field"), scope),
        input === undefined ? current : parser.expression(input, below(pointer, "input"), scope),
      ],
      pointer,
    );
  },
  evaluate: (name: Value, document: Value) => {
    if (typeof name !== "string")
      throw new MqlError(3041704, `$getField requires 'field' to evaluate to a string, but got ${typeOf(name)}`);
    if (document === null) return null;
    return isDocument(document) ? getOwn(document, name) : undefined;
  },
  docs: {
    syntax: "{ $getField: { field: name, input?: document } } or { $getField: name }",
    summary: "Gives a field by its name.",
    examples: [
      { in: { "a.b": 5 }, expr: { $getField: "a.b" }, out: 5 },
      { in: { $price: 5 }, expr: { $getField: { field: { $literal: "$price" } } }, out: 5 },
      { in: { a: { "b.c": 5 } }, expr: { $getField: { field: "b.c", input: "$a" } }, out: 5 },
      { in: { a: 5 }, expr: { $getField: { field: "x", input: "$a" } } },
      { in: { a: null }, expr: { $getField: { field: "x", input: "$a" } }, out: null },
      { in: { a: 5 }, expr: { $getField: { field: "$a" } }, error: 3041704 },
    ],
  },
});
