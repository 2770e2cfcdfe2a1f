import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { compileSort } from "../../sorting/sort.ts";
import { compareForSort } from "../../values/compare.ts";
import { numberOf } from "../../values/numbers.ts";
import { isDocument, isNumeric } from "../../values/type-of.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineUpdateOperator, type OperatorPlace } from "../define.ts";
import { readEach } from "./add-to-set.ts";
import { arrayOf } from "./array-change.ts";

/** $push: puts a value behind an array; with `$each` several, at `$position`, sorted by `$sort` and cut by `$slice`. */
export const push = defineUpdateOperator({
  name: "$push",
  parse: (node, place) => {
    const values = readEach("$push", node, place, ["$each", "$position", "$sort", "$slice"]);
    const modifier = (name: string) =>
      node.kind === "object" && node.entries.some(({ key }) => key === "$each")
        ? node.entries.find(({ key }) => key === name)?.value
        : undefined;
    const position = readInteger("$position", modifier("$position"), place);
    const slice = readInteger("$slice", modifier("$slice"), place);
    const sort = readSort(modifier("$sort"), place);
    return {
      creates: true,
      change: (old) => {
        const result = [...(arrayOf("$push", place.path, old) ?? [])];
        if (position === undefined) result.push(...values);
        else result.splice(position < 0 ? Math.max(0, result.length + position) : position, 0, ...values);
        if (sort !== undefined) result.sort(sort);
        if (slice === undefined) return result;
        return slice < 0 ? result.slice(slice) : result.slice(0, slice);
      },
    };
  },
  docs: {
    syntax: "{ $push: { path: value, … } } or { $push: { path: { $each: [value, …], $position?, $slice?, $sort? }, … } }",
    summary: "Adds values to arrays.",
    examples: [
      { in: { a: [1] }, update: { $push: { a: 2, b: "x" } }, out: { a: [1, 2], b: ["x"] } },
      { in: { a: [5, 1] }, update: { $push: { a: { $each: [3], $sort: 1, $slice: 2 } } }, out: { a: [1, 3] } },
    ],
  },
});

function readInteger(name: string, node: DefNode | undefined, { parser, pointer }: OperatorPlace): number | undefined {
  if (node === undefined) return undefined;
  const value = parser.plain(node, below(pointer, name));
  if (isNumeric(value) && Number.isInteger(numberOf(value))) return numberOf(value);
  parser.problems.shape(below(pointer, name), `The modifier ${name} of $push takes a whole number.`);
  return undefined;
}

function readSort(node: DefNode | undefined, { parser, pointer }: OperatorPlace): ((a: Value, b: Value) => number) | undefined {
  if (node === undefined) return undefined;
  if (node.kind === "object") {
    const compiled = compileSort(node, { pointer: below(pointer, "$sort") });
    if (!compiled.ok) {
      parser.problems.take(compiled.problems);
      return undefined;
    }
    const document = (value: Value): Document => (isDocument(value) ? value : {});
    return (a, b) => compiled.value(document(a), document(b));
  }
  const sign = numberOf(parser.plain(node, below(pointer, "$sort")));
  if (sign === 1 || sign === -1) return (a, b) => compareForSort(a, b) * sign;
  parser.problems.shape(below(pointer, "$sort"), "The modifier $sort of $push takes 1, -1 or an object of fields.");
  return undefined;
}
