import { defineDocumentOperator } from "../define.ts";
import { not } from "../tree.ts";

/** $nor: documents that meet none of the queries. */
export const nor = defineDocumentOperator({
  name: "$nor",
  parse: (parser, node, pointer) => not({ kind: "or", parts: parser.queries("$nor", node, pointer) }),
  docs: {
    syntax: "{ $nor: [query, …] }",
    summary: "Selects documents that meet none of the queries.",
    examples: [
      { in: { a: 3 }, query: { $nor: [{ a: 1 }, { b: 2 }] }, out: true },
      { in: { a: 1 }, query: { $nor: [{ a: 1 }, { b: 2 }] }, out: false },
    ],
  },
});
