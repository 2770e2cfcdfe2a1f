import { defineArrayStage } from "../define.ts";
import { withValueAt } from "../paths.ts";

/** `$count`: one document with the number of documents; none where there are none. */
export const count = defineArrayStage({
  name: "$count",
  parse: (node, { parser, pointer }) => {
    const name = node.kind === "scalar" ? node.value : undefined;
    if (typeof name !== "string" || name === "" || name.startsWith("$") || /[.\0]/.test(name)) {
      parser.problems.shape(
        pointer,
        "$count takes the name of a field: a string that is not empty, without '$' in front and without dots.",
      );
      return () => [];
    }
    return (input) => (input.length === 0 ? [] : [withValueAt({}, name, input.length)]);
  },
  docs: {
    syntax: "{ $count: field }",
    summary: "Counts documents.",
    examples: [{ in: [{ a: 1 }, {}], stage: { $count: "n" }, out: [{ n: 2 }] }],
  },
});
