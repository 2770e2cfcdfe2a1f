/** Code shared by the accumulators that keep the first `n` records of some order: $firstN, $lastN, $minN, $maxN, $top, $topN, $bottom, $bottomN. */
import type { ExpressionNode } from "../compiler/ast.ts";
import type { Parser } from "../compiler/parser.ts";
import { below } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import { numberOf } from "../values/numbers.ts";
import { isNumeric } from "../values/type-of.ts";
import type { Value } from "../values/types.ts";
import type { AccumulatorSpec, BoundAccumulator } from "./define.ts";
import { defineAccumulator } from "./define.ts";
import { heapBytes } from "./size.ts";

/** A record that is among the best. */
interface Candidate {
  /** What it is ordered by. */
  readonly key: Value;
  readonly value: Value;
  /** Arrival sequence. */
  readonly sequence: number;
}

/** The best records so far, the best first; never more than `n`. */
class BestState {
  candidates: Candidate[] = [];
}

export interface Ranking {
  /** How many records are kept; a positive integer. */
  readonly n: number;
  /** Negative if `a` is better than `b`. Never 0 for different records: it ends with their sequences. */
  compare(a: Candidate, b: Candidate): number;
  /** The record as a candidate; `undefined` if it does not count. `taken` is the value of the argument. */
  candidate(taken: Value, sequence: number): Candidate | undefined;
  /** What comes out, from the best, the best first. */
  result(candidates: readonly Candidate[]): Value;
}

/** Puts a candidate in its place and gives the bytes that the state has grown by. */
function insert(candidates: Candidate[], candidate: Candidate, { n, compare }: Ranking): number {
  let low = 0;
  let high = candidates.length;
  if (high === n && compare(candidate, candidates[n - 1]!) > 0) return 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(candidates[middle]!, candidate) < 0) low = middle + 1;
    else high = middle;
  }
  candidates.splice(low, 0, candidate);
  const dropped = candidates.length > n ? candidates.pop() : undefined;
  return bytesOf(candidate) - (dropped === undefined ? 0 : bytesOf(dropped));
}

function bytesOf({ key, value }: Candidate): number {
  return 56 + heapBytes(key) + heapBytes(value);
}

/** The accumulator with a ranking. */
export function bind(spec: AccumulatorSpec, argument: ExpressionNode, ranking: Ranking): BoundAccumulator {
  const take = (candidates: Candidate[], taken: Value, sequence: number): number => {
    const candidate = ranking.candidate(taken, sequence);
    return candidate === undefined ? 0 : insert(candidates, candidate, ranking);
  };
  const bound = defineAccumulator<BestState>({
    ...spec,
    State: BestState,
    emit: (e, value, { field, entry, sequence }) =>
      e.line(`${entry}.bytes += ${e.use(take)}(${field("candidates")}, ${value.js}, ${sequence});`),
    result: ({ candidates }) => ranking.result(candidates),
    merge: (into, from) => {
      for (const candidate of from.candidates) insert(into.candidates, candidate, ranking);
    },
    encode: ({ candidates }) => candidates.map(({ key, value, sequence }) => [sequence, key, value]),
    decode: (value) => {
      const state = new BestState();
      state.candidates = (value as [number, Value, Value][]).map(([sequence, key, item]) => ({ key, value: item, sequence }));
      return state;
    },
  });
  return { argument, spec: bound };
}

/** What the declarations of these accumulators have in common; the parameters make the rest. */
export const unbound = {
  State: BestState,
  bytes: 96,
  emit: unreachable,
  result: unreachable,
  merge: unreachable,
  encode: unreachable,
  decode: unreachable,
};

function unreachable(): never {
  throw new Error("an accumulator with parameters is used without them");
}

/** The `n` of an accumulator: a positive integer that does not depend on the documents. */
export function parseCount(name: string, node: DefNode | undefined, parser: Parser, pointer: string): number {
  if (node === undefined) return 1;
  const at = below(pointer, "n");
  const value = parser.plain(node, at);
  const n = isNumeric(value) ? numberOf(value) : Number.NaN;
  if (Number.isInteger(n) && n > 0) return n;
  parser.problems.illegal(at, `The field 'n' of ${name} must be a whole number greater than 0.`);
  return 1;
}
