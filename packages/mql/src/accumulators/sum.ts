import { defineAccumulator } from "./define.ts";
import { decodeSum, emitAdd, encodeSum, hotSumFields, mergeSums, SumState, total } from "./sum-state.ts";

/** $sum: the sum of the numbers; other values are ignored. The widest type among them is the type of the sum; no numbers give 0. */
export const sum = defineAccumulator<SumState>({
  name: "$sum",
  State: SumState,
  hot: hotSumFields,
  bytes: 88,
  emit: (e, value, place) => emitAdd(e, value, place, false),
  result: total,
  merge: mergeSums,
  encode: encodeSum,
  decode: decodeSum,
  docs: {
    syntax: "{ $sum: expression }",
    summary: "Adds up numbers; `{ $sum: 1 }` counts documents.",
    examples: [
      { in: [{ a: 1 }, { a: 2 }, { a: "x" }, {}], accumulator: { $sum: "$a" }, out: 3 },
      { in: [{}, {}], accumulator: { $sum: 1 }, out: 2 },
      { in: [{ a: 2147483647 }, { a: 1 }], accumulator: { $sum: "$a" }, out: 2147483648 },
      { in: [{ a: 0.1 }, { a: 0.2 }, { a: 0.7 }, { a: 1 }], accumulator: { $sum: "$b" }, out: 0 },
    ],
  },
});
