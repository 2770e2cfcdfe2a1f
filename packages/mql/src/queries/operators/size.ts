import { numberOf } from "../../values/numbers.ts";
import { isNumeric } from "../../values/type-of.ts";
import { defineFieldOperator } from "../define.ts";
import { field } from "../tree.ts";

/** $size: arrays with exactly so many items. */
export const size = defineFieldOperator({
  name: "$size",
  parse: (parser, node, pointer, path) => {
    const operand = parser.value(node, pointer);
    const length = isNumeric(operand) ? numberOf(operand) : Number.NaN;
    if (!Number.isInteger(length) || length < 0)
      parser.problems.shape(pointer, "$size takes a whole number that is not negative.");
    return field(path, {
      items: false,
      accepts: (value) => Array.isArray(value) && value.length === length,
      emit: (_, value) => `(Array.isArray(${value.js}) && ${value.js}.length === ${length})`,
    });
  },
  docs: {
    syntax: "{ field: { $size: number } }",
    summary: "Selects documents with an array of a length.",
    examples: [
      { in: { a: [1, 2] }, query: { a: { $size: 2 } }, out: true },
      { in: { a: [[1, 2]] }, query: { a: { $size: 2 } }, out: false },
      { in: { a: "xy" }, query: { a: { $size: 2 } }, out: false },
    ],
  },
});
