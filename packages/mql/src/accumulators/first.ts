import { defineAccumulator } from "./define.ts";
import { decodeEdge, EdgeState, edgeValue, encodeEdge, mergeEdges } from "./edge.ts";

/** $first: the value of the document that arrived first; null if it is missing there. */
export const first = defineAccumulator<EdgeState>({
  name: "$first",
  State: EdgeState,
  hot: ["sequence"],
  bytes: 40,
  emit: (e, value, { field, sequence }) =>
    e.line(`if (${field("sequence")} < 0) { ${field("sequence")} = ${sequence}; ${field("value")} = ${value.js}; }`),
  result: edgeValue,
  merge: mergeEdges(-1),
  encode: encodeEdge,
  decode: decodeEdge,
  docs: {
    syntax: "{ $first: expression }",
    summary: "The value of the first document.",
    examples: [
      { in: [{ a: 3 }, { a: 1 }], accumulator: { $first: "$a" }, out: 3 },
      { in: [{}, { a: 1 }], accumulator: { $first: "$a" }, out: null },
    ],
  },
});
