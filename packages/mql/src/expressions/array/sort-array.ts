import { literalNode, operatorNode } from "../../compiler/ast.ts";
import type { Parser } from "../../compiler/parser.ts";
import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { MqlError } from "../../errors.ts";
import { compileSort } from "../../sorting/sort.ts";
import { compareForSort } from "../../values/compare.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNullish, isNumeric, typeOf } from "../../values/type-of.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

type Order = (a: Value, b: Value) => number;

/** $sortArray: the items of an array in order: whole by `sortBy: 1` or `-1`, or documents by their fields. Stable. Null for null. */
export const sortArray = defineExpression({
  name: "$sortArray",
  parse: (parser, node, pointer, scope, self) => {
    const given = parser.named("$sortArray", { input: "required", sortBy: "required" }, node, pointer);
    const [input, sortBy] = [given?.get("input"), given?.get("sortBy")];
    if (input === undefined || sortBy === undefined) return literalNode(null, pointer);
    const order = orderOf(sortBy, parser, below(pointer, "sortBy"));
    return operatorNode(self, [parser.expression(input, below(pointer, "input"), scope)], pointer, { extra: order });
  },
  emit: (e, [input], node) => e.call(sorted, [e.value(input!).js, e.use(node.extra as Order)], node),
  docs: {
    syntax: "{ $sortArray: { input: array, sortBy: order } }",
    summary: "Sorts an array.",
    examples: [
      { in: { a: [1, 4, 1, 6] }, expr: { $sortArray: { input: "$a", sortBy: -1 } }, out: [6, 4, 1, 1] },
      {
        in: {
          a: [
            { n: "pat", age: 30 },
            { n: "dallas", age: 36 },
            { n: "charlie", age: 30 },
          ],
        },
        expr: { $sortArray: { input: "$a", sortBy: { age: -1, n: 1 } } },
        out: [
          { n: "dallas", age: 36 },
          { n: "charlie", age: 30 },
          { n: "pat", age: 30 },
        ],
      },
      { in: { a: ["x", 2, null, false] }, expr: { $sortArray: { input: "$a", sortBy: 1 } }, out: [null, 2, "x", false] },
      { in: {}, expr: { $sortArray: { input: "$a", sortBy: 1 } }, out: null },
      { in: { a: "x" }, expr: { $sortArray: { input: "$a", sortBy: 1 } }, error: 2942504 },
    ],
  },
});

function orderOf(sortBy: DefNode, parser: Parser, pointer: string): Order {
  if (sortBy.kind === "object") {
    const compiled = compileSort(sortBy, { pointer });
    if (compiled.ok) return (a, b) => compiled.value(a as Document, b as Document);
    for (const problem of compiled.problems)
      parser.problems.shape(problem.pointer, problem.message.replace("$sort", "$sortArray"));
    return () => 0;
  }
  const sign = sortBy.kind === "scalar" && isNumeric(sortBy.value) ? numberOf(sortBy.value) : 0;
  if (sign === 1) return compareForSort;
  if (sign !== -1) parser.problems.shape(pointer, "$sortArray takes as 'sortBy' 1, -1, or an object of fields, each 1 or -1.");
  return (a, b) => compareForSort(b, a);
}

function sorted(array: Value, order: Order): Value[] | null {
  if (isNullish(array)) return null;
  if (!Array.isArray(array)) {
    throw new MqlError(2942504, `The input argument to $sortArray must be an array, but was of type: ${typeOf(array)}`);
  }
  return array.toSorted(order);
}
