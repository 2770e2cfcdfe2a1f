import { below } from "../compiler/problems.ts";
import { defineStage } from "./define.ts";
import { type FieldTree, place } from "./field-tree.ts";
import { pathNames } from "./names.ts";
import { omission } from "./omit.ts";

/** `$unset`: leaves fields out, given as one path or a list of paths. */
export const unset = defineStage({
  name: "$unset",
  docs: {
    summary: "Leaves fields out.",
    syntax: "{ $unset: path } or { $unset: [path, …] }",
    examples: [{ in: [{ a: 1, b: { c: 2, d: 3 } }], stage: { $unset: ["a", "b.c"] }, out: [{ b: { d: 3 } }] }],
  },
  parse: (parser, node, pointer) => {
    const items = node.kind === "array" ? node.items : [node];
    if (items.length === 0) parser.problems.shape(pointer, "$unset takes at least one field path.");
    const tree: FieldTree = new Map();
    items.forEach((item, index) => {
      const at = node.kind === "array" ? below(pointer, index) : pointer;
      if (item.kind !== "scalar" || typeof item.value !== "string") {
        parser.problems.shape(at, "$unset takes a field path or an array of field paths, all of them strings.");
        return;
      }
      const names = pathNames(parser.problems, item.value, at);
      if (names !== undefined) place(tree, names, { kind: "omit" }, parser.problems, at);
    });
    return omission(tree);
  },
});
