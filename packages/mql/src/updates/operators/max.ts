import { defineUpdateOperator } from "../define.ts";
import { extremeChange } from "./extreme-change.ts";

/** $max: sets a field to a value that is greater than its own, or if it is missing. */
export const max = defineUpdateOperator({
  name: "$max",
  parse: (node, place) => extremeChange(node, place, 1),
  docs: {
    syntax: "{ $max: { path: value, … } }",
    summary: "Keeps the greater value.",
    examples: [{ in: { a: 5, b: 1 }, update: { $max: { a: 3, b: 3, c: 3 } }, out: { a: 5, b: 3, c: 3 } }],
  },
});
