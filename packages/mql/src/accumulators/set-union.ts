import type { Value } from "../values/types.ts";
import { addMember, addToSet, type SetState } from "./add-to-set.ts";
import { emitArrayCheck } from "./arrays.ts";
import { defineAccumulator } from "./define.ts";

function addMembers(members: SetState["members"], array: Value, sequence: number): number {
  let bytes = 0;
  if (Array.isArray(array)) for (const item of array) bytes += addMember(members, item, sequence);
  return bytes;
}

/** $setUnion: the distinct items of all arrays, in order of first arrival. Null and missing are ignored; other types are errors. */
export const setUnion = defineAccumulator({
  ...addToSet,
  name: "$setUnion",
  check: (e, value, node) => emitArrayCheck("$setUnion", e, value, node),
  emit: (e, value, { field, entry, sequence }) =>
    e.line(`${entry}.bytes += ${e.use(addMembers)}(${field("members")}, ${value.js}, ${sequence});`),
  docs: {
    syntax: "{ $setUnion: expression }",
    summary: "The distinct items of arrays.",
    examples: [
      { in: [{ a: [2, 1] }, { a: null }, { a: [1, 3] }], accumulator: { $setUnion: "$a" }, out: [2, 1, 3] },
      { in: [{}], accumulator: { $setUnion: "$a" }, out: [] },
    ],
  },
});
