import { defineArrayStage } from "../define.ts";
import { readGroup } from "../read.ts";

/** `$group`: a document for each group, in order of the first document of each. */
export const group = defineArrayStage({
  name: "$group",
  parse: (node, place) => readGroup(node, place.pointer, place),
  docs: {
    syntax: "{ $group: { _id: expression, field: accumulator, … } }",
    summary: "Groups documents and computes values of each group.",
    examples: [
      {
        in: [
          { k: "x", n: 1 },
          { k: "y", n: 2 },
          { k: "x", n: 3 },
        ],
        stage: { $group: { _id: "$k", total: { $sum: "$n" } } },
        out: [
          { _id: "x", total: 4 },
          { _id: "y", total: 2 },
        ],
      },
    ],
  },
});
