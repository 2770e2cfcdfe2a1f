import { defineFieldOperator } from "../define.ts";
import { parseOrdering } from "./ordering.ts";

/** $gt: fields greater than a value of the same bracket of types. */
export const gt = defineFieldOperator({
  name: "$gt",
  parse: (parser, node, pointer, path) =>
    parseOrdering("$gt", ">", { less: false, equal: false, greater: true }, parser, node, pointer, path),
  docs: {
    syntax: "{ field: { $gt: value } }",
    summary: "Selects documents with a field greater than a value.",
    examples: [
      { in: { a: 5 }, query: { a: { $gt: 4 } }, out: true },
      { in: { a: 5 }, query: { a: { $gt: 5 } }, out: false },
      { in: { a: [1, 9] }, query: { a: { $gt: 5 } }, out: true },
      { in: { a: "x" }, query: { a: { $gt: 5 } }, out: false },
    ],
  },
});
