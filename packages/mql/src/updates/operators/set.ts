import { defineUpdateOperator } from "../define.ts";

/** $set: sets a field to a value. */
export const set = defineUpdateOperator({
  name: "$set",
  parse: (node, { parser, pointer }) => {
    const value = parser.plain(node, pointer);
    return { creates: true, change: () => value };
  },
  docs: {
    syntax: "{ $set: { path: value, … } }",
    summary: "Sets fields.",
    examples: [{ in: { a: 1 }, update: { $set: { a: 2, "b.c": "x" } }, out: { a: 2, b: { c: "x" } } }],
  },
});
