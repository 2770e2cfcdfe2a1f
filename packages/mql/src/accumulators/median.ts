import { literalNode } from "../compiler/ast.ts";
import { below } from "../compiler/problems.ts";
import { checkMethod } from "../expressions/accumulator/percentiles.ts";
import { Double } from "../values/classes.ts";
import { unbound } from "./best.ts";
import { type AccumulatorSpec, defineAccumulator } from "./define.ts";
import { bindNumbers, NumbersState } from "./numbers.ts";

/** $median: the middle one of the numbers (the lower of two), a double. What is no number is ignored; no numbers give null. */
export const median: AccumulatorSpec = defineAccumulator({
  ...unbound,
  State: NumbersState,
  name: "$median",
  parse: (parser, node, pointer, scope) => {
    const [input, method] = parser.fields("$median", { input: "required", method: "required" }, node, pointer, scope) ?? [];
    checkMethod("$median", method, parser, pointer);
    return bindNumbers(median, input ?? literalNode(null, below(pointer, "input")), (at) => at(0.5));
  },
  docs: {
    syntax: "{ $median: { input: expression, method: method } }",
    summary: "The median of numbers.",
    examples: [
      {
        in: [{ a: 62 }, { a: 81 }, { a: "x" }, { a: 67 }],
        accumulator: { $median: { input: "$a", method: "approximate" } },
        out: new Double(67),
      },
      { in: [{}], accumulator: { $median: { input: "$a", method: "approximate" } }, out: null },
    ],
  },
});
