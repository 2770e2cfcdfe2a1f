import { mayBe } from "../compiler/atom.ts";
import { kinds } from "../compiler/kinds.ts";
import type { Value } from "../values/types.ts";
import { defineAccumulator } from "./define.ts";
import { heapBytes } from "./size.ts";

class PushState {
  values: Value[] = [];
  /** Arrival sequence of each value. */
  sequences: number[] = [];
}

/** Takes a value in and gives the bytes that it costs. */
function push(values: Value[], sequences: number[], value: Value, sequence: number): number {
  values.push(value);
  sequences.push(sequence);
  return 16 + heapBytes(value);
}

/** $push: all values in order of arrival; missing ones are left out, null ones are not. */
export const pushAccumulator = defineAccumulator<PushState>({
  name: "$push",
  State: PushState,
  bytes: 96,
  emit: (e, value, { field, entry, sequence }) => {
    if (!mayBe(value, kinds.present)) return;
    const present = mayBe(value, kinds.missing) ? `if (${value.js} !== undefined) ` : "";
    e.line(`${present}${entry}.bytes += ${e.use(push)}(${field("values")}, ${field("sequences")}, ${value.js}, ${sequence});`);
  },
  result: (state) => [...state.values],
  merge: (into, from) => {
    const merged = new PushState();
    let [a, b] = [0, 0];
    while (a < into.values.length || b < from.values.length) {
      const own = b === from.values.length || (a < into.values.length && into.sequences[a]! <= from.sequences[b]!);
      const [source, index] = own ? [into, a++] : [from, b++];
      merged.values.push(source.values[index]);
      merged.sequences.push(source.sequences[index]!);
    }
    into.values = merged.values;
    into.sequences = merged.sequences;
  },
  encode: ({ values, sequences }) => [values, sequences],
  decode: (value) => {
    const [values, sequences] = value as [Value[], number[]];
    const state = new PushState();
    state.values = values;
    state.sequences = sequences;
    return state;
  },
  docs: {
    syntax: "{ $push: expression }",
    summary: "Collects values in an array.",
    examples: [
      { in: [{ a: 2 }, { a: null }, {}, { a: 1 }], accumulator: { $push: "$a" }, out: [2, null, 1] },
      { in: [{ a: 1, b: 2 }], accumulator: { $push: { x: "$a", y: "$b" } }, out: [{ x: 1, y: 2 }] },
      { in: [{}], accumulator: { $push: "$a" }, out: [] },
    ],
  },
});
