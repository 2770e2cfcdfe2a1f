import type { DefNode } from "../../definition/index.ts";
import { valuesEqual } from "../../values/compare.ts";
import type { Value } from "../../values/types.ts";
import { defineUpdateOperator, type OperatorPlace } from "../define.ts";
import { arrayOf } from "./array-change.ts";

/** $addToSet: puts a value, or several with `$each`, behind an array unless it holds an equal one. */
export const addToSet = defineUpdateOperator({
  name: "$addToSet",
  parse: (node, place) => {
    const values = readEach("$addToSet", node, place, ["$each"]);
    return {
      creates: true,
      change: (old) => {
        const array = arrayOf("$addToSet", place.path, old);
        const result = [...(array ?? [])];
        for (const value of values) if (!result.some((item) => valuesEqual(item, value))) result.push(value);
        return array !== undefined && result.length === array.length ? old : result;
      },
    };
  },
  docs: {
    syntax: "{ $addToSet: { path: value, … } } or { $addToSet: { path: { $each: [value, …] }, … } }",
    summary: "Adds values to arrays that lack them.",
    examples: [{ in: { a: [1] }, update: { $addToSet: { a: { $each: [1, 2] }, b: 3 } }, out: { a: [1, 2], b: [3] } }],
  },
});

/** The values of `$each`, or the one value; modifiers are those that the operator knows. */
export function readEach(
  name: string,
  node: DefNode,
  { parser, pointer }: OperatorPlace,
  modifiers: readonly string[],
): readonly Value[] {
  const each = node.kind === "object" ? node.entries.find(({ key }) => key === "$each")?.value : undefined;
  if (each === undefined || node.kind !== "object") return [parser.plain(node, pointer)];
  const unknown = node.entries.find(({ key }) => !modifiers.includes(key));
  if (unknown !== undefined)
    parser.problems.shape(pointer, `${name} has no modifier '${unknown.key}'; ${modifiers.join(", ")} are.`);
  const values = parser.plain(each, pointer);
  if (Array.isArray(values)) return values;
  parser.problems.shape(pointer, `The modifier $each of ${name} takes an array.`);
  return [];
}
