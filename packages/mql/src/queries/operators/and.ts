import { defineDocumentOperator } from "../define.ts";

/** $and: documents that meet all of the queries. */
export const and = defineDocumentOperator({
  name: "$and",
  parse: (parser, node, pointer) => ({ kind: "and", parts: parser.queries("$and", node, pointer) }),
  docs: {
    syntax: "{ $and: [query, …] }",
    summary: "Selects documents that meet all of the queries.",
    examples: [
      { in: { a: 1, b: 2 }, query: { $and: [{ a: 1 }, { b: 2 }] }, out: true },
      { in: { a: 1 }, query: { $and: [{ a: 1 }, { b: 2 }] }, out: false },
    ],
  },
});
