import { multiply } from "../../values/index.ts";
import { defineUpdateOperator } from "../define.ts";
import { arithmeticChange } from "./arithmetic-change.ts";

/** $mul: multiplies a field by a number; a missing one becomes 0 of the number's type. */
export const mul = defineUpdateOperator({
  name: "$mul",
  parse: (node, place) => arithmeticChange("$mul", node, place, multiply, (by) => multiply(0, by)),
  docs: {
    summary: "Multiplies numbers.",
    syntax: "{ $mul: { path: number, … } }",
    examples: [{ in: { a: 3 }, update: { $mul: { a: 2, b: 5 } }, out: { a: 6, b: 0 } }],
  },
});
