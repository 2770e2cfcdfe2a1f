import { defineDocumentOperator } from "../define.ts";

/** $or: documents that meet at least one of the queries. */
export const or = defineDocumentOperator({
  name: "$or",
  parse: (parser, node, pointer) => ({ kind: "or", parts: parser.queries("$or", node, pointer) }),
  docs: {
    syntax: "{ $or: [query, …] }",
    summary: "Selects documents that meet at least one of the queries.",
    examples: [
      { in: { a: 1 }, query: { $or: [{ a: 1 }, { b: 2 }] }, out: true },
      { in: { a: 3 }, query: { $or: [{ a: 1 }, { b: 2 }] }, out: false },
    ],
  },
});
