import { BSONRegExp } from "../../values/classes.ts";
import { defineFieldOperator } from "../define.ts";
import { field, not } from "../tree.ts";
import { regexTest } from "./regex-test.ts";

/** $not: fields that do not meet the operators inside, missing ones included. */
export const notOperator = defineFieldOperator({
  name: "$not",
  parse: (parser, node, pointer, path) => {
    if (parser.isOperators(node)) return not(parser.operators(node, pointer, path));
    const operand = parser.value(node, pointer);
    if (operand instanceof BSONRegExp)
      return not(field(path, regexTest(operand.pattern, operand.options, parser.problems, pointer)));
    parser.problems.shape(pointer, "$not takes an object of operators or a regular expression.", "$ne");
    return not(field(path, { items: false, accepts: () => false }));
  },
  docs: {
    syntax: "{ field: { $not: { operator: value } } } or { field: { $not: regularExpression } }",
    summary: "Selects documents whose field does not meet operators.",
    examples: [
      { in: { a: 5 }, query: { a: { $not: { $gt: 4 } } }, out: false },
      { in: {}, query: { a: { $not: { $gt: 4 } } }, out: true },
      { in: { a: "apple" }, query: { a: { $not: new BSONRegExp("^p") } }, out: true },
    ],
  },
});
