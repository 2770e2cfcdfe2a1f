import { defineFieldOperator } from "../define.ts";
import { parseOrdering } from "./ordering.ts";

/** $gte: fields greater than a value or equal to it of the same bracket of types. */
export const gte = defineFieldOperator({
  name: "$gte",
  parse: (parser, node, pointer, path) =>
    parseOrdering("$gte", ">=", { less: false, equal: true, greater: true }, parser, node, pointer, path),
  docs: {
    syntax: "{ field: { $gte: value } }",
    summary: "Selects documents with a field greater than or equal to a value.",
    examples: [
      { in: { a: 5 }, query: { a: { $gte: 5 } }, out: true },
      { in: { a: 4 }, query: { a: { $gte: 5 } }, out: false },
      { in: {}, query: { a: { $gte: null } }, out: true },
    ],
  },
});
