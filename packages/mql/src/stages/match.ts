import { emitQuery, sizeOf } from "../queries/emit.ts";
import { QueryParser } from "../queries/parser.ts";
import { expressionsIn } from "../queries/tree.ts";
import { defineStage, readMeta } from "./define.ts";

/** `$match`: only documents that meet the query go on. */
export const match = defineStage({
  name: "$match",
  docs: {
    summary: "Lets documents pass that meet a query.",
    syntax: "{ $match: query }",
    examples: [
      { in: [{ a: 1 }, { a: 5 }, {}], stage: { $match: { a: { $gt: 2 } } }, out: [{ a: 5 }] },
      {
        in: [
          { a: 1, b: 2 },
          { a: 2, b: 2 },
        ],
        stage: { $match: { $expr: { $lt: ["$a", "$b"] } } },
        out: [{ a: 1, b: 2 }],
      },
    ],
  },
  parse: (parser, node, pointer, scope) => {
    const query = new QueryParser(parser, scope).query(node, pointer);
    return {
      kind: "single",
      filters: true,
      size: 60 + sizeOf(query),
      expressions: [],
      usesMeta: readMeta(expressionsIn(query)),
      emit: ({ e, drop }) => e.line(`if (!(${emitQuery(e, query)})) ${drop}`),
    };
  },
});
