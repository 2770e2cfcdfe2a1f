import { BSONRegExp } from "../../values/classes.ts";
import { defineFieldOperator } from "../define.ts";
import { field, not } from "../tree.ts";
import { equalTest } from "./eq.ts";

/** $ne: fields not equal to a value, missing ones included (unless the value is null). */
export const ne = defineFieldOperator({
  name: "$ne",
  parse: (parser, node, pointer, path) => {
    const operand = parser.value(node, pointer);
    if (operand instanceof BSONRegExp) parser.problems.shape(pointer, "$ne cannot compare with a regular expression.", "$not");
    return not(field(path, equalTest(operand)));
  },
  docs: {
    syntax: "{ field: { $ne: value } }",
    summary: "Selects documents without a field equal to a value.",
    examples: [
      { in: { a: 5 }, query: { a: { $ne: 5 } }, out: false },
      { in: {}, query: { a: { $ne: 5 } }, out: true },
      { in: {}, query: { a: { $ne: null } }, out: false },
      { in: { a: [1, 5] }, query: { a: { $ne: 5 } }, out: false },
    ],
  },
});
