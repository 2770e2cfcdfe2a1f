import { defineUpdateOperator, remove } from "../define.ts";

/** $unset: takes a field away; an item of an array becomes null. */
export const unset = defineUpdateOperator({
  name: "$unset",
  parse: () => ({ creates: false, change: (old) => (old === undefined ? old : remove) }),
  docs: {
    syntax: '{ $unset: { path: "", … } }',
    summary: "Takes fields away.",
    examples: [{ in: { a: 1, b: [1, 2] }, update: { $unset: { a: "", "b.0": "" } }, out: { b: [null, 2] } }],
  },
});
