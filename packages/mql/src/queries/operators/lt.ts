import { defineFieldOperator } from "../define.ts";
import { parseOrdering } from "./ordering.ts";

/** $lt: fields less than a value of the same bracket of types. */
export const lt = defineFieldOperator({
  name: "$lt",
  parse: (parser, node, pointer, path) =>
    parseOrdering("$lt", "<", { less: true, equal: false, greater: false }, parser, node, pointer, path),
  docs: {
    syntax: "{ field: { $lt: value } }",
    summary: "Selects documents with a field less than a value.",
    examples: [
      { in: { a: 4 }, query: { a: { $lt: 4.5 } }, out: true },
      { in: { a: 5 }, query: { a: { $lt: 5 } }, out: false },
      { in: {}, query: { a: { $lt: 5 } }, out: false },
      { in: { a: Number.NaN }, query: { a: { $lt: 5 } }, out: false },
    ],
  },
});
