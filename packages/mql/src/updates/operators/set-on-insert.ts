import { defineUpdateOperator } from "../define.ts";

/** $setOnInsert: sets a field to a value where the document is being inserted. */
export const setOnInsert = defineUpdateOperator({
  name: "$setOnInsert",
  parse: (node, { parser, pointer }) => {
    const value = parser.plain(node, pointer);
    return { creates: true, change: (old, { inserting }) => (inserting ? value : old) };
  },
  docs: {
    syntax: "{ $setOnInsert: { path: value, … } }",
    summary: "Sets fields of documents that are inserted.",
    examples: [{ in: { a: 1 }, update: { $setOnInsert: { "b.c": 2 } }, out: { a: 1 } }],
  },
});
