import { defineArrayStage } from "../define.ts";
import { readCount } from "../read.ts";

/** `$limit`: the first documents, so many at most. */
export const limit = defineArrayStage({
  name: "$limit",
  parse: (node, place) => {
    const count = readCount(node, 1, place.pointer, place, "The value of $limit");
    return (input) => input.slice(0, count);
  },
  docs: {
    syntax: "{ $limit: number }",
    summary: "Keeps the first documents.",
    examples: [{ in: [{ a: 1 }, { a: 2 }, { a: 3 }], stage: { $limit: 2 }, out: [{ a: 1 }, { a: 2 }] }],
  },
});
