import { emitQuery, sizeOf } from "../queries/emit.ts";
import { QueryParser } from "../queries/parser.ts";
import { defineStage } from "./define.ts";

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
      emit: ({ e, drop }) => e.line(`if (!(${emitQuery(e, query)})) ${drop}`),
    };
  },
});
