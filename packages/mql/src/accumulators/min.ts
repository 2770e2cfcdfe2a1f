import { defineAccumulator } from "./define.ts";
import { decodeExtreme, ExtremeState, emitExtreme, encodeExtreme, mergeExtreme } from "./extreme.ts";

/** $min: the smallest value in the order of all types; null and missing are ignored. Nothing else gives null. */
export const min = defineAccumulator<ExtremeState>({
  name: "$min",
  State: ExtremeState,
  hot: ["value"],
  bytes: 32,
  emit: (e, value, place) => emitExtreme(e, value, place, -1),
  result: (state) => state.value ?? null,
  emitResult: (_e, { field }) => `${field("value")} ?? null`,
  merge: mergeExtreme(-1),
  encode: encodeExtreme,
  decode: decodeExtreme,
  docs: {
    syntax: "{ $min: expression }",
    summary: "The smallest value.",
    examples: [
      { in: [{ a: 3 }, { a: 1 }, { a: null }, { a: 2 }], accumulator: { $min: "$a" }, out: 1 },
      { in: [{ a: 10 }, { a: "a" }], accumulator: { $min: "$a" }, out: 10 },
      { in: [{}, { a: null }], accumulator: { $min: "$a" }, out: null },
    ],
  },
});
