import { defineAccumulator } from "./define.ts";
import { decodeEdge, EdgeState, edgeValue, encodeEdge, mergeEdges } from "./edge.ts";

/** $last: the value of the document that arrived last; null if it is missing there. */
export const last = defineAccumulator<EdgeState>({
  name: "$last",
  State: EdgeState,
  hot: ["sequence", "value"],
  bytes: 40,
  emit: (e, value, { field, sequence }) => e.line(`${field("sequence")} = ${sequence}; ${field("value")} = ${value.js};`),
  result: edgeValue,
  merge: mergeEdges(1),
  encode: encodeEdge,
  decode: decodeEdge,
  docs: {
    syntax: "{ $last: expression }",
    summary: "The value of the last document.",
    examples: [
      { in: [{ a: 3 }, { a: 1 }], accumulator: { $last: "$a" }, out: 1 },
      { in: [{ a: 3 }, {}], accumulator: { $last: "$a" }, out: null },
    ],
  },
});
