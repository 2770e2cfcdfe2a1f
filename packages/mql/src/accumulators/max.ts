import { defineAccumulator } from "./define.ts";
import { decodeExtreme, ExtremeState, emitExtreme, encodeExtreme, mergeExtreme } from "./extreme.ts";

/** $max: the largest value in the order of all types; null and missing are ignored. Nothing else gives null. */
export const max = defineAccumulator<ExtremeState>({
  name: "$max",
  State: ExtremeState,
  hot: ["value"],
  bytes: 32,
  emit: (e, value, place) => emitExtreme(e, value, place, 1),
  result: (state) => state.value ?? null,
  emitResult: (_e, { field }) => `${field("value")} ?? null`,
  merge: mergeExtreme(1),
  encode: encodeExtreme,
  decode: decodeExtreme,
  docs: {
    syntax: "{ $max: expression }",
    summary: "The largest value.",
    examples: [
      { in: [{ a: 3 }, { a: 1 }, { a: null }, { a: 2 }], accumulator: { $max: "$a" }, out: 3 },
      { in: [{ a: 10 }, { a: "a" }], accumulator: { $max: "$a" }, out: "a" },
      { in: [{}, { a: null }], accumulator: { $max: "$a" }, out: null },
    ],
  },
});
