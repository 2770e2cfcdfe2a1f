import { divide } from "../values/arithmetic.ts";
import { Double } from "../values/classes.ts";
import { defineAccumulator } from "./define.ts";
import { decodeSum, emitAdd, emitMean, encodeSum, hotSumFields, mean, mergeSums, SumState } from "./sum-state.ts";

/** $avg: the mean of the numbers, a double (a decimal if one of them is); other values are ignored. No numbers give null. */
export const avg = defineAccumulator<SumState>({
  name: "$avg",
  State: SumState,
  hot: hotSumFields,
  bytes: 88,
  emit: (e, value, place) => emitAdd(e, value, place, true),
  result: (state) => mean(state, divide),
  emitResult: emitMean,
  merge: mergeSums,
  encode: encodeSum,
  decode: decodeSum,
  docs: {
    syntax: "{ $avg: expression }",
    summary: "The mean of numbers.",
    examples: [
      { in: [{ a: 1 }, { a: 2 }], accumulator: { $avg: "$a" }, out: 1.5 },
      { in: [{ a: 1 }, { a: 3 }, { a: null }], accumulator: { $avg: "$a" }, out: new Double(2) },
      { in: [{ a: "x" }, {}], accumulator: { $avg: "$a" }, out: null },
    ],
  },
});
