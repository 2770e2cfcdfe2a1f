import { defineDocumentOperator, defineFieldOperator } from "../define.ts";
import { everything } from "../tree.ts";

const summary = "Says something to readers of the query and selects nothing.";

/** $comment: a remark; every document meets it. */
export const comment = defineDocumentOperator({
  name: "$comment",
  parse: () => everything,
  docs: {
    summary,
    syntax: "{ $comment: text }",
    examples: [{ in: { a: 1 }, query: { a: 1, $comment: "only ones" }, out: true }],
  },
});

/** $comment below a field. */
export const commentOnField = defineFieldOperator({
  name: "$comment",
  parse: () => everything,
  docs: {
    summary,
    syntax: "{ field: { $comment: text } }",
    examples: [{ in: { a: 1 }, query: { a: { $eq: 1, $comment: "only ones" } }, out: true }],
  },
});
