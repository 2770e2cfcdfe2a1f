import { always } from "../../compiler/atom.ts";
import { kinds } from "../../compiler/kinds.ts";
import type { Problems } from "../../compiler/problems.ts";
import { BSONRegExp } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { defineFieldOperator } from "../define.ts";
import { field, type QueryNode, type Test } from "../tree.ts";
import { compares } from "./compare.ts";
import { regexTest } from "./regex-test.ts";

const order = { less: false, equal: true, greater: false };

/** $eq: fields equal to a value; null is also met by a missing field. */
export const eq = defineFieldOperator({
  name: "$eq",
  parse: (parser, node, pointer, path) => field(path, equalTest(parser.value(node, pointer))),
  docs: {
    syntax: "{ field: { $eq: value } } or { field: value }",
    summary: "Selects documents with a field equal to a value.",
    examples: [
      { in: { a: 5 }, query: { a: { $eq: 5 } }, out: true },
      { in: { a: "x" }, query: { a: "x" }, out: true },
      { in: { a: [1, 5] }, query: { a: 5 }, out: true },
      { in: { a: [1, 5] }, query: { a: [1, 5] }, out: true },
      { in: { a: { b: 1, c: 2 } }, query: { a: { c: 2, b: 1 } }, out: false },
      { in: {}, query: { a: null }, out: true },
      { in: { a: [] }, query: { "a.b": null }, out: false },
      { in: { a: [{ b: 5 }, 7] }, query: { "a.b": 5 }, out: true },
      { in: { a: [7, 8] }, query: { "a.1": 8 }, out: true },
    ],
  },
});

/** Implicit equality, `{ field: value }`; a regular expression there is a pattern to match. */
export function equal(path: readonly string[], value: Value, problems: Problems, pointer: string): QueryNode {
  return field(path, value instanceof BSONRegExp ? regexTest(value.pattern, value.options, problems, pointer) : equalTest(value));
}

/** The condition of being equal to a value. */
export function equalTest(operand: Value): Test {
  return {
    items: true,
    accepts: (value) => compares(value, operand, order),
    emit: (e, value, slow) => {
      const same = `${value.js} === ${e.constant(operand).js}`;
      switch (typeof operand) {
        case "string":
          // An array that holds the string, a symbol with its text.
          if (always(value, kinds.string)) return same;
          return `(${same} || typeof ${value.js} === "object" && ${value.js} !== null && ${slow})`;
        case "boolean":
          return `(${same} || typeof ${value.js} === "object" && ${value.js} !== null && ${slow})`;
        case "number":
          if (Number.isNaN(operand)) return slow;
          return `(${same} || (typeof ${value.js} === "object" ? ${value.js} !== null : typeof ${value.js} === "bigint") && ${slow})`;
        default:
          if (operand === null) return `(${value.js} == null || typeof ${value.js} === "object" && ${slow})`;
          return slow;
      }
    },
  };
}
