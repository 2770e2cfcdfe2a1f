import type { DefNode } from "../../definition/index.ts";
import { defineFieldOperator } from "../define.ts";
import type { QueryParser } from "../parser.ts";
import { documentOperators } from "../registry.ts";
import { field, predicateOf } from "../tree.ts";

/** $elemMatch: arrays with an item that meets all of the conditions: a query for documents, or operators for values. */
export const elemMatch = defineFieldOperator({
  name: "$elemMatch",
  parse: (parser, node, pointer, path) => {
    const accepts = predicateOf(parser.inItems(() => parseItem(parser, node, pointer)));
    return field(path, { items: false, accepts: (value) => Array.isArray(value) && value.some((item) => accepts(item)) });
  },
  docs: {
    syntax: "{ field: { $elemMatch: query } }",
    summary: "Selects documents with an array that has an item meeting all conditions.",
    examples: [
      { in: { a: [82, 85, 88] }, query: { a: { $elemMatch: { $gte: 80, $lt: 85 } } }, out: true },
      { in: { a: [75, 88, 89] }, query: { a: { $elemMatch: { $gte: 80, $lt: 85 } } }, out: false },
      { in: { a: [{ b: 1, c: 2 }, { b: 3 }] }, query: { a: { $elemMatch: { b: 3, c: 2 } } }, out: false },
      { in: { a: [{ b: 1, c: 2 }] }, query: { a: { $elemMatch: { b: 1, c: { $gt: 1 } } } }, out: true },
      { in: { a: 5 }, query: { a: { $elemMatch: { $eq: 5 } } }, out: false },
    ],
  },
});

function parseItem(parser: QueryParser, node: DefNode, pointer: string) {
  if (parser.isOperators(node) && !documentOperators().has(node.entries[0]!.key)) return parser.operators(node, pointer, []);
  return parser.query(node, pointer);
}
