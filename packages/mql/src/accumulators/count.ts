import { literalNode } from "../compiler/ast.ts";
import { defineAccumulator } from "./define.ts";
import { decodeSum, emitAdd, encodeSum, mergeSums, SumState, total } from "./sum-state.ts";

/** $count: the number of documents, as `{ $sum: 1 }`. Takes no argument: `{ $count: {} }`. */
export const count = defineAccumulator<SumState>({
  name: "$count",
  State: SumState,
  bytes: 88,
  parse: (parser, node, pointer) => {
    parser.noArguments("$count", node, pointer);
    return literalNode(1, pointer);
  },
  emit: (e, value, place) => emitAdd(e, value, place, false),
  result: total,
  merge: mergeSums,
  encode: encodeSum,
  decode: decodeSum,
  docs: {
    summary: "Counts documents.",
    examples: [{ in: [{}, { a: 1 }, { a: null }], accumulator: { $count: {} }, out: 3 }],
  },
});
