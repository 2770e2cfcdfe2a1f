import { below } from "../../compiler/problems.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNumeric } from "../../values/type-of.ts";
import { readField } from "../read.ts";
import { defineWindowFunction } from "./define.ts";

/** $shift: the value of an expression in a document so many places before or behind; a default value beyond the ends. */
export const shift = defineWindowFunction({
  name: "$shift",
  window: "refused",
  sort: "some fields",
  parse: (node, place) => {
    const { parser, pointer } = place;
    const given = parser.named("$shift", { output: "required", by: "required", default: "optional" }, node, pointer);
    const output = readField("output", given, place);
    const otherwise = readField("default", given, place);
    const distance = given?.has("by") ? parser.plain(given.get("by")!, below(pointer, "by")) : 0;
    const by = isNumeric(distance) ? numberOf(distance) : Number.NaN;
    if (!Number.isInteger(by)) parser.problems.shape(below(pointer, "by"), "The field 'by' must be a whole number.");
    return ({ documents, host }) =>
      documents.map((_, index) => {
        const other = documents[index + by];
        return (other === undefined ? otherwise({}, host) : output(other, host)) ?? null;
      });
  },
  docs: {
    syntax: "{ $shift: { output: expression, by: number, default?: expression } }",
    summary: "The value in another document.",
    examples: [
      { in: [{ a: 1 }, { a: 2 }], sortBy: { a: 1 }, output: { $shift: { output: "$a", by: 1, default: 0 } }, out: [2, 0] },
      { in: [{ a: 1 }, { a: 2 }], sortBy: { a: 1 }, output: { $shift: { output: "$a", by: -1 } }, out: [null, 1] },
    ],
  },
});
