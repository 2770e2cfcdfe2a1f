/** Code shared by $top, $topN, $bottom and $bottomN. */
import { arrayNode, literalNode, pathNode, root } from "../compiler/ast.ts";
import type { Parser, Scope } from "../compiler/parser.ts";
import { below } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import { parseSortKeys, type SortKeys } from "../sorting/sort.ts";
import type { Document, Value } from "../values/types.ts";
import { bind, parseCount } from "./best.ts";
import type { AccumulatorSpec, BoundAccumulator } from "./define.ts";

/**
 * Reads `{ sortBy, output }`, with `n` if `several`. `sign`: 1 keeps the first records in the order of `sortBy`, −1 the last.
 * Records that compare equal are taken in order of arrival.
 */
export function parseBySorting(
  spec: AccumulatorSpec,
  { sign, several }: { sign: 1 | -1; several: boolean },
  parser: Parser,
  node: DefNode,
  pointer: string,
  scope: Scope,
): BoundAccumulator {
  const rules = { sortBy: "required", output: "required", ...(several ? { n: "required" as const } : {}) } as const;
  const given = parser.named(spec.name, rules, node, pointer);
  const n = parseCount(spec.name, given?.get("n"), parser, pointer);
  const sortBy = given?.get("sortBy");
  const output = given?.get("output");
  const keys: SortKeys =
    sortBy === undefined
      ? { of: () => [], compare: () => 0 }
      : parseSortKeys(`The field 'sortBy' of ${spec.name}`, sortBy, below(pointer, "sortBy"), parser.problems);
  const value = output === undefined ? literalNode(null, pointer) : parser.expression(output, below(pointer, "output"), scope);
  return bind(spec, arrayNode([value, pathNode(root, [], pointer)], pointer), {
    n,
    compare: (a, b) => (keys.compare(a.key as Value[][], b.key as Value[][]) || a.sequence - b.sequence) * sign,
    candidate: (taken, sequence) => {
      const [result, document] = taken as [Value, Document];
      return { key: keys.of(document), value: result, sequence };
    },
    result: (candidates) => {
      const values = candidates.map((candidate) => candidate.value);
      if (!several) return values[0] ?? null;
      return sign > 0 ? values : values.reverse();
    },
  });
}
