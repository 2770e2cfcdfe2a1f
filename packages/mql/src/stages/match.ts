import { emitQuery, sizeOf } from "../queries/emit.ts";
import { QueryParser } from "../queries/parser.ts";
import { expressionsIn } from "../queries/tree.ts";
import { defineStage, readMeta } from "./define.ts";

/** `$match`: only documents that meet the query go on. */
export const match = defineStage({
  name: "$match",
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
