import { defineFieldOperator } from "../define.ts";
import { parseOrdering } from "./ordering.ts";

/** $lte: fields less than a value or equal to it of the same bracket of types. */
export const lte = defineFieldOperator({
  name: "$lte",
  parse: (parser, node, pointer, path) =>
    parseOrdering("$lte", "<=", { less: true, equal: true, greater: false }, parser, node, pointer, path),
  docs: {
    syntax: "{ field: { $lte: value } }",
    summary: "Selects documents with a field less than or equal to a value.",
    examples: [
      { in: { a: 5 }, query: { a: { $lte: 5 } }, out: true },
      { in: { a: 6 }, query: { a: { $lte: 5 } }, out: false },
      { in: { a: null }, query: { a: { $lte: 5 } }, out: false },
    ],
  },
});
