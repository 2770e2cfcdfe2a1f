import { defineArrayStage } from "../define.ts";
import { readSort } from "../read.ts";

/** `$sort`: the documents in the order of fields; equal ones keep their order. */
export const sort = defineArrayStage({
  name: "$sort",
  parse: (node, place) => {
    const compare = readSort(node, place.pointer, place);
    return (input) => [...input].sort(compare);
  },
  docs: {
    syntax: "{ $sort: order }",
    summary: "Sorts documents.",
    examples: [
      {
        in: [{ a: 1, b: 1 }, { a: 2 }, { a: 1, b: 0 }],
        stage: { $sort: { a: -1, b: 1 } },
        out: [{ a: 2 }, { a: 1, b: 0 }, { a: 1, b: 1 }],
      },
    ],
  },
});
