import type { ExpressionNode } from "../compiler/ast.ts";
import { always } from "../compiler/atom.ts";
import { kinds } from "../compiler/kinds.ts";
import { below } from "../compiler/problems.ts";
import { MqlError } from "../errors.ts";
import { isDocument, typeOf } from "../values/type-of.ts";
import type { Value } from "../values/types.ts";
import { defineStage, readMeta, type SingleStage } from "./define.ts";

/** `$replaceRoot`: a document of the document takes its place. Anything but a document is an error. */
export const replaceRoot = defineStage({
  name: "$replaceRoot",
  docs: {
    summary: "Puts a document of the document in its place.",
    syntax: "{ $replaceRoot: { newRoot: expression } }",
    examples: [{ in: [{ a: { b: 1 }, c: 2 }], stage: { $replaceRoot: { newRoot: "$a" } }, out: [{ b: 1 }] }],
  },
  parse: (parser, node, pointer, scope) => {
    const newRoot = parser.named("$replaceRoot", { newRoot: "required" }, node, pointer)?.get("newRoot");
    return newRoot && replacement("$replaceRoot", parser.expression(newRoot, below(pointer, "newRoot"), scope));
  },
});

/** `$replaceWith`: another way to write `$replaceRoot`. */
export const replaceWith = defineStage({
  name: "$replaceWith",
  docs: {
    summary: "Puts a document in the document's place; a short form of $replaceRoot.",
    syntax: "{ $replaceWith: expression }",
    examples: [
      { in: [{ a: { b: 1 }, c: 2 }], stage: { $replaceWith: { $mergeObjects: ["$a", { c: "$c" }] } }, out: [{ b: 1, c: 2 }] },
    ],
  },
  parse: (parser, node, pointer, scope) => replacement("$replaceWith", parser.expression(node, pointer, scope)),
});

function replacement(name: string, expression: ExpressionNode): SingleStage {
  return {
    kind: "single",
    filters: false,
    size: 150,
    expressions: [expression],
    usesMeta: readMeta([expression]),
    emit: (flow) => {
      const { e } = flow;
      const value = e.value(expression);
      if (!always(value, kinds.document)) {
        const complain = (given: Value) => notADocument(name, given);
        e.line(`if (!${e.use(isDocument)}(${value.js})) { ${e.at(expression)}; ${e.use(complain)}(${value.js}); }`);
      }
      e.line(`d = ${value.js};`);
      // Nobody else refers to a document that was made just now.
      flow.owned = value.fresh;
      e.forget();
    },
  };
}

function notADocument(name: string, given: Value): never {
  throw new MqlError(40228, `The new root of ${name} must be a document, but it is of type ${typeOf(given)}`);
}
