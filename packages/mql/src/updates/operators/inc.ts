import { add } from "../../values/index.ts";
import { defineUpdateOperator } from "../define.ts";
import { arithmeticChange } from "./arithmetic-change.ts";

/** $inc: adds a number to a field; a missing one counts as 0. */
export const inc = defineUpdateOperator({
  name: "$inc",
  parse: (node, place) => arithmeticChange("$inc", node, place, add, (by) => by),
  docs: {
    summary: "Adds to numbers.",
    syntax: "{ $inc: { path: number, … } }",
    examples: [{ in: { a: 1 }, update: { $inc: { a: 2, b: 5 } }, out: { a: 3, b: 5 } }],
  },
});
