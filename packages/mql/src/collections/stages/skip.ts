import { defineArrayStage } from "../define.ts";
import { readCount } from "../read.ts";

/** `$skip`: all documents but the first so many. */
export const skip = defineArrayStage({
  name: "$skip",
  parse: (node, place) => {
    const count = readCount(node, 0, place.pointer, place, "The value of $skip");
    return (input) => input.slice(count);
  },
  docs: {
    syntax: "{ $skip: number }",
    summary: "Leaves out the first documents.",
    examples: [{ in: [{ a: 1 }, { a: 2 }, { a: 3 }], stage: { $skip: 2 }, out: [{ a: 3 }] }],
  },
});
