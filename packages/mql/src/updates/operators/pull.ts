import { Scope } from "../../compiler/parser.ts";
import type { DefNode } from "../../definition/index.ts";
import { QueryParser } from "../../queries/parser.ts";
import { predicateOf } from "../../queries/tree.ts";
import { BSONRegExp } from "../../values/classes.ts";
import { valuesEqual } from "../../values/compare.ts";
import { isDocument } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineUpdateOperator, type OperatorPlace } from "../define.ts";
import { arrayOf } from "./array-change.ts";

/** $pull: takes all items out of an array that equal a value or meet a condition. */
export const pull = defineUpdateOperator({
  name: "$pull",
  parse: (node, place) => {
    const meets = readCondition(node, place);
    return {
      creates: false,
      change: (old) => {
        const array = arrayOf("$pull", place.path, old);
        const rest = array?.filter((item) => !meets(item));
        return rest === undefined || rest.length === array?.length ? old : rest;
      },
    };
  },
  docs: {
    syntax: "{ $pull: { path: value or condition, … } }",
    summary: "Takes items out of arrays by a condition.",
    examples: [
      { in: { a: [1, 5, 9] }, update: { $pull: { a: { $gte: 5 } } }, out: { a: [1] } },
      { in: { a: [{ x: 1, y: 1 }, { x: 2 }] }, update: { $pull: { a: { x: 1 } } }, out: { a: [{ x: 2 }] } },
    ],
  },
});

/** Operators test the item, a document is a query on items that are documents, anything else is a value to be equal to. */
function readCondition(node: DefNode, { parser, pointer }: OperatorPlace): (item: Value) => boolean {
  const queries = new QueryParser(parser, Scope.outermost());
  const isQuery = node.kind === "object";
  if (queries.isOperators(node)) return predicateOf(queries.inItems(() => queries.operators(node, pointer, [])));
  const value = parser.plain(node, pointer);
  if (value instanceof BSONRegExp) return predicateOf(queries.condition(node, pointer, []));
  if (!isQuery || !isDocument(value)) return (item) => valuesEqual(item, value);
  const meets = predicateOf(queries.inItems(() => queries.query(node, pointer)));
  return (item) => isDocument(item) && meets(item);
}
