/** Code shared by `$first` and `$last`. */
import type { Value } from "../values/types.ts";

/** The value of the record that arrived first or last. */
export class EdgeState {
  /** Arrival sequence of that record; −1 before the first. */
  sequence = -1;
  value: Value = undefined;
}

/** The value; missing becomes null. */
export function edgeValue(state: EdgeState): Value {
  return state.value ?? null;
}

/** Takes over the other's value if it arrived earlier (`sign` −1) or later (1). */
export const mergeEdges = (sign: 1 | -1) => (into: EdgeState, from: EdgeState) => {
  if (from.sequence < 0) return;
  if (into.sequence >= 0 && (from.sequence - into.sequence) * sign <= 0) return;
  into.sequence = from.sequence;
  into.value = from.value;
};

/** A missing value is left out, so that it does not come back as null. */
export function encodeEdge(state: EdgeState): Value {
  return state.value === undefined ? [state.sequence] : [state.sequence, state.value];
}

export function decodeEdge(value: Value): EdgeState {
  const [sequence, edge] = value as Value[];
  const state = new EdgeState();
  state.sequence = sequence as number;
  state.value = edge;
  return state;
}
