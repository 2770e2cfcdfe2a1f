import { defineUpdateOperator } from "../define.ts";
import { extremeChange } from "./extreme-change.ts";

/** $min: sets a field to a value that is less than its own, or if it is missing. */
export const min = defineUpdateOperator({
  name: "$min",
  parse: (node, place) => extremeChange(node, place, -1),
  docs: {
    syntax: "{ $min: { path: value, … } }",
    summary: "Keeps the lesser value.",
    examples: [{ in: { a: 5, b: 1 }, update: { $min: { a: 3, b: 3, c: 3 } }, out: { a: 3, b: 1, c: 3 } }],
  },
});
