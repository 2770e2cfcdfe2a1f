import type { Value } from "../values/types.ts";
import { emitArrayCheck } from "./arrays.ts";
import { defineAccumulator } from "./define.ts";
import { pushAccumulator } from "./push.ts";

/** $concatArrays: one array of the items of all arrays, in order of arrival. Null and missing are ignored; other types are errors. */
export const concatArrays = defineAccumulator({
  ...pushAccumulator,
  name: "$concatArrays",
  check: (e, value, node) => emitArrayCheck("$concatArrays", e, value, node),
  result: (state) => (pushAccumulator.result(state) as Value[]).flatMap((array) => (array === null ? [] : array)),
  docs: {
    syntax: "{ $concatArrays: expression }",
    summary: "Joins arrays to one.",
    examples: [
      { in: [{ a: [1, 2] }, { a: null }, {}, { a: [2, [3]] }], accumulator: { $concatArrays: "$a" }, out: [1, 2, 2, [3]] },
      { in: [{}], accumulator: { $concatArrays: "$a" }, out: [] },
    ],
  },
});
