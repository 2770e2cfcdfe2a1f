/** Code shared by $minN and $maxN. */
import { literalNode } from "../compiler/ast.ts";
import type { Parser, Scope } from "../compiler/parser.ts";
import { below } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import { compareValues } from "../values/compare.ts";
import { isNullish } from "../values/type-of.ts";
import { bind, parseCount } from "./best.ts";
import type { AccumulatorSpec, BoundAccumulator } from "./define.ts";

/** Reads `{ n, input }`. `sign`: 1 keeps the largest values, −1 the smallest. Null and missing do not count. */
export function parseByValue(
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
    compare: (a, b) => compareValues(b.value, a.value) * sign || a.sequence - b.sequence,
    candidate: (taken, sequence) => (isNullish(taken) ? undefined : { key: null, value: taken, sequence }),
    result: (candidates) => candidates.map(({ value }) => value),
  });
}
