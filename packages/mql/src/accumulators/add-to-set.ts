import { mayBe } from "../compiler/atom.ts";
import { kinds } from "../compiler/kinds.ts";
import { canonicalKey } from "../values/canonical-key.ts";
import type { Value } from "../values/types.ts";
import { defineAccumulator } from "./define.ts";
import { heapBytes } from "./size.ts";

interface Member {
  value: Value;
  /** Arrival sequence of the record that brought it. */
  sequence: number;
}

export class SetState {
  /** By canonical key: values that compare equal are one. */
  members = new Map<string | number, Member>();
}

/** Takes a value in and gives the bytes that it costs. */
export function addMember(members: SetState["members"], value: Value, sequence: number): number {
  const key = canonicalKey(value);
  if (members.has(key)) return 0;
  members.set(key, { value, sequence });
  return 96 + 2 * heapBytes(value);
}

/** $addToSet: the distinct values, in order of first arrival; missing ones are left out. */
export const addToSet = defineAccumulator<SetState>({
  name: "$addToSet",
  State: SetState,
  bytes: 200,
  emit: (e, value, { field, entry, sequence }) => {
    if (!mayBe(value, kinds.present)) return;
    const present = mayBe(value, kinds.missing) ? `if (${value.js} !== undefined) ` : "";
    e.line(`${present}${entry}.bytes += ${e.use(addMember)}(${field("members")}, ${value.js}, ${sequence});`);
  },
  result: (state) => inOrder(state).map((member) => member.value),
  merge: (into, from) => {
    for (const [key, member] of from.members) {
      const own = into.members.get(key);
      if (own === undefined || own.sequence > member.sequence) into.members.set(key, member);
    }
  },
  encode: (state) => inOrder(state).map(({ value, sequence }) => [value, sequence]),
  decode: (value) => {
    const state = new SetState();
    for (const [member, sequence] of value as [Value, number][]) {
      state.members.set(canonicalKey(member), { value: member, sequence });
    }
    return state;
  },
  docs: {
    syntax: "{ $addToSet: expression }",
    summary: "Collects the distinct values in an array.",
    examples: [
      { in: [{ a: 2 }, { a: 1 }, { a: 2 }, {}, { a: null }], accumulator: { $addToSet: "$a" }, out: [2, 1, null] },
      { in: [{ a: [1, 2] }, { a: [1, 2] }], accumulator: { $addToSet: "$a" }, out: [[1, 2]] },
    ],
  },
});

function inOrder(state: SetState): Member[] {
  return [...state.members.values()].sort((a, b) => a.sequence - b.sequence);
}
