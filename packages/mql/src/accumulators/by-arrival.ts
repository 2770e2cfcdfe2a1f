/** Code shared by $firstN and $lastN. */
import { literalNode } from "../compiler/ast.ts";
import type { Parser, Scope } from "../compiler/parser.ts";
import { below } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import { bind, parseCount } from "./best.ts";
import type { AccumulatorSpec, BoundAccumulator } from "./define.ts";

/** Reads `{ n, input }`. `sign`: −1 keeps the first records, 1 the last. */
export function parseByArrival(
  spec: AccumulatorSpec,
  sign: 1 | -1,
  parser: Parser,
  node: DefNode,
  pointer: string,
  scope: Scope,
): BoundAccumulator {
  const given = parser.named(spec.name, { input: "required", n: "required" }, node, pointer);
  const n = parseCount(spec.name, given?.get("n"), parser, pointer);
  const input = given?.get("input");
  const argument = input === undefined ? literalNode(null, pointer) : parser.expression(input, below(pointer, "input"), scope);
  return bind(spec, argument, {
    n,
    compare: (a, b) => (b.sequence - a.sequence) * sign,
    candidate: (taken, sequence) => ({ key: null, value: taken ?? null, sequence }),
    result: (candidates) => {
      const values = candidates.map(({ value }) => value);
      return sign > 0 ? values.reverse() : values;
    },
  });
}
