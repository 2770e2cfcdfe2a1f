import { numberOf } from "../../values/numbers.ts";
import { defineUpdateOperator } from "../define.ts";
import { arrayOf } from "./array-change.ts";

/** $pop: takes the last item (1) or the first (-1) out of an array. */
export const pop = defineUpdateOperator({
  name: "$pop",
  parse: (node, { parser, pointer, path }) => {
    const end = numberOf(parser.plain(node, pointer));
    if (end !== 1 && end !== -1) {
      parser.problems.shape(pointer, "$pop takes 1 for the last item or -1 for the first.");
      return undefined;
    }
    return {
      creates: false,
      change: (old) => {
        const array = arrayOf("$pop", path, old);
        if (array === undefined || array.length === 0) return old;
        return end === 1 ? array.slice(0, -1) : array.slice(1);
      },
    };
  },
  docs: {
    syntax: "{ $pop: { path: 1 or -1, … } }",
    summary: "Takes an end off arrays.",
    examples: [{ in: { a: [1, 2, 3] }, update: { $pop: { a: -1 } }, out: { a: [2, 3] } }],
  },
});
