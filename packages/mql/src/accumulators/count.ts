import { literalNode } from "../compiler/ast.ts";
import { defineAccumulator } from "./define.ts";

class CountState {
  count = 0;
}

/** $count: the number of documents, as `{ $sum: 1 }`. Takes no argument: `{ $count: {} }`. */
export const count = defineAccumulator<CountState>({
  name: "$count",
  State: CountState,
  hot: ["count"],
  bytes: 8,
  parse: (parser, node, pointer) => {
    parser.noArguments("$count", node, pointer);
    return literalNode(1, pointer);
  },
  emit: (e, _value, { field }) => e.line(`${field("count")}++;`),
  result: (state) => state.count,
  emitResult: (_e, { field }) => field("count"),
  merge: (into, from) => {
    into.count += from.count;
  },
  encode: (state) => state.count,
  decode: (value) => Object.assign(new CountState(), { count: value as number }),
  docs: {
    syntax: "{ $count: {} }",
    summary: "Counts documents.",
    examples: [{ in: [{}, { a: 1 }, { a: null }], accumulator: { $count: {} }, out: 3 }],
  },
});
