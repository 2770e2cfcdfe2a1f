import { literalNode } from "../compiler/ast.ts";
import { below } from "../compiler/problems.ts";
import { MqlError } from "../errors.ts";
import { checkMethod, sharesOf } from "../expressions/accumulator/percentiles.ts";
import { Double } from "../values/classes.ts";
import { unbound } from "./best.ts";
import { type AccumulatorSpec, defineAccumulator } from "./define.ts";
import { bindNumbers, NumbersState } from "./numbers.ts";

const fields = { input: "required", p: "required", method: "required" } as const;

/** $percentile: for each share of `p` the smallest number that so many do not exceed, as doubles. What is no number is ignored; no numbers give nulls. */
export const percentile: AccumulatorSpec = defineAccumulator({
  ...unbound,
  State: NumbersState,
  name: "$percentile",
  parse: (parser, node, pointer, scope) => {
    const [input, , method] = parser.fields("$percentile", fields, node, pointer, scope) ?? [];
    checkMethod("$percentile", method, parser, pointer);
    const p = node.kind === "object" ? node.entries.find(({ key }) => key === "p")?.value : undefined;
    let shares: number[] = [];
    try {
      if (p !== undefined) shares = sharesOf(parser.plain(p, below(pointer, "p")));
    } catch (error) {
      if (!(error instanceof MqlError)) throw error;
      parser.problems.illegal(below(pointer, "p"), `${error.message}.`);
    }
    return bindNumbers(percentile, input ?? literalNode(null, pointer), (at) => shares.map(at));
  },
  docs: {
    syntax: "{ $percentile: { input: expression, p: [number, …], method: method } }",
    summary: "Percentiles of numbers.",
    examples: [
      {
        in: [{ a: 62 }, { a: 81 }, { a: 67 }, { a: 70 }],
        accumulator: { $percentile: { input: "$a", p: [0.5, 0.95], method: "approximate" } },
        out: [new Double(67), new Double(81)],
      },
      { in: [{}], accumulator: { $percentile: { input: "$a", p: [0.5], method: "approximate" } }, out: [null] },
    ],
  },
});
