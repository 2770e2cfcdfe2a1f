import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { canonicalKey } from "../../values/canonical-key.ts";
import { BSONRegExp } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { defineFieldOperator } from "../define.ts";
import type { QueryParser } from "../parser.ts";
import type { Test } from "../tree.ts";
import { field } from "../tree.ts";
import { regexTest } from "./regex-test.ts";

/** $in: fields equal to one of several values, or matching one of several regular expressions. */
export const inOperator = defineFieldOperator({
  name: "$in",
  parse: (parser, node, pointer, path) => field(path, inTest("$in", parser, node, pointer)),
  docs: {
    syntax: "{ field: { $in: [value, …] } }",
    summary: "Selects documents with a field equal to one of several values.",
    examples: [
      { in: { a: 5 }, query: { a: { $in: [1, 5] } }, out: true },
      { in: { a: ["x"] }, query: { a: { $in: ["x", "y"] } }, out: true },
      { in: { a: 7 }, query: { a: { $in: [1, 5] } }, out: false },
      { in: {}, query: { a: { $in: [null] } }, out: true },
      { in: { a: "xylophone" }, query: { a: { $in: [new BSONRegExp("^xy"), 3] } }, out: true },
      { in: { a: 1 }, query: { a: { $in: [] } }, out: false },
    ],
  },
});

/** The condition of being one of the values; equal values have equal keys, so that long lists cost no more than short ones. */
export function inTest(name: string, parser: QueryParser, node: DefNode, pointer: string): Test {
  if (node.kind !== "array") {
    parser.problems.shape(pointer, `${name} takes an array of values.`);
    return { items: true, accepts: () => false };
  }
  node.items.forEach((item, index) => {
    if (parser.isOperators(item))
      parser.problems.shape(below(pointer, index), `${name} takes values; an operator cannot stand in its list.`);
  });
  const values = node.items.map((item, index) => parser.value(item, below(pointer, index)));
  const keys = new Set<string | number>(values.filter((value) => !(value instanceof BSONRegExp)).map(canonicalKey));
  const patterns = values.flatMap((value, index) =>
    value instanceof BSONRegExp ? [regexTest(value.pattern, value.options, parser.problems, below(pointer, index))] : [],
  );
  const accepts = (value: Value) => keys.has(canonicalKey(value)) || patterns.some((pattern) => pattern.accepts(value));
  return {
    items: true,
    accepts,
    emit: (e, value, slow) => {
      if (patterns.length > 0) return slow;
      return `(typeof ${value.js} === "string" || typeof ${value.js} === "number" ? ${e.use(accepts)}(${value.js}) : ${slow})`;
    },
  };
}
