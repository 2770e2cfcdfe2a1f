import { valuesEqual } from "../../values/compare.ts";
import { defineUpdateOperator } from "../define.ts";
import { arrayOf } from "./array-change.ts";

/** $pullAll: takes all items out of an array that equal one of several values. */
export const pullAll = defineUpdateOperator({
  name: "$pullAll",
  parse: (node, { parser, pointer, path }) => {
    const values = parser.plain(node, pointer);
    if (!Array.isArray(values)) {
      parser.problems.shape(pointer, "$pullAll takes an array of values.");
      return undefined;
    }
    return {
      creates: false,
      change: (old) => {
        const array = arrayOf("$pullAll", path, old);
        const rest = array?.filter((item) => !values.some((value) => valuesEqual(item, value)));
        return rest === undefined || rest.length === array?.length ? old : rest;
      },
    };
  },
  docs: {
    syntax: "{ $pullAll: { path: [value, …], … } }",
    summary: "Takes values out of arrays.",
    examples: [{ in: { a: [1, 2, 1, 3] }, update: { $pullAll: { a: [1, 3] } }, out: { a: [2] } }],
  },
});
