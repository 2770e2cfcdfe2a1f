import { always, mayBe } from "../../compiler/atom.ts";
import { kinds } from "../../compiler/kinds.ts";
import type { DefNode } from "../../definition/index.ts";
import { BSONRegExp } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { numberTest } from "../emit.ts";
import type { QueryParser } from "../parser.ts";
import { field, type QueryNode } from "../tree.ts";
import { compares, type Order } from "./compare.ts";

/** The tree of `$gt`, `$gte`, `$lt` and `$lte`. JavaScript's operator does for two numbers, as NaN is never greater or less. */
export function parseOrdering(
  name: string,
  operator: string,
  order: Order,
  parser: QueryParser,
  node: DefNode,
  pointer: string,
  path: readonly string[],
): QueryNode {
  const operand = parser.value(node, pointer);
  if (operand instanceof BSONRegExp) parser.problems.shape(pointer, `${name} cannot compare with a regular expression.`);
  return field(path, {
    items: true,
    accepts: (value: Value) => compares(value, operand, order),
    emit: (e, value, slow) => {
      if (typeof operand === "number" && !Number.isNaN(operand)) {
        return numberTest(value, `${value.js} ${operator} ${e.constant(operand).js}`, slow);
      }
      const scalars = kinds.nullish | kinds.bool | kinds.number;
      if (typeof operand === "string" && always(value, scalars) && !mayBe(value, kinds.string)) return "false";
      return slow;
    },
  });
}
