import { defineFieldOperator } from "../define.ts";
import { field, not } from "../tree.ts";
import { inTest } from "./in.ts";

/** $nin: fields equal to none of several values, missing ones included. */
export const nin = defineFieldOperator({
  name: "$nin",
  parse: (parser, node, pointer, path) => not(field(path, inTest("$nin", parser, node, pointer))),
  docs: {
    syntax: "{ field: { $nin: [value, …] } }",
    summary: "Selects documents without a field equal to one of several values.",
    examples: [
      { in: { a: 5 }, query: { a: { $nin: [1, 5] } }, out: false },
      { in: { a: 7 }, query: { a: { $nin: [1, 5] } }, out: true },
      { in: {}, query: { a: { $nin: [1, 5] } }, out: true },
      { in: {}, query: { a: { $nin: [null] } }, out: false },
    ],
  },
});
