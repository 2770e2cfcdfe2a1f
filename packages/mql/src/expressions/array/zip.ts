import { type ExpressionNode, literalNode, operatorNode } from "../../compiler/ast.ts";
import { orNull } from "../../compiler/construct.ts";
import { kinds } from "../../compiler/kinds.ts";
import type { Parser, Scope } from "../../compiler/parser.ts";
import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { MqlError } from "../../errors.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

interface Zipping {
  readonly inputs: number;
  readonly longest: boolean;
}

/** $zip: turns arrays into one of their first items, one of their second ones, and so on: as many as the shortest has, or the longest. Null if an input is. */
export const zip = defineExpression({
  name: "$zip",
  parse: (parser, node, pointer, scope, self) => {
    const rules = { inputs: "required", useLongestLength: "optional", defaults: "optional" } as const;
    const given = parser.named("$zip", rules, node, pointer);
    if (given === undefined) return literalNode(null, pointer);
    const inputs = expressions(parser, given.get("inputs"), below(pointer, "inputs"), scope);
    const defaults = expressions(parser, given.get("defaults"), below(pointer, "defaults"), scope);
    const longest = given.get("useLongestLength");
    const isLongest = longest?.kind === "scalar" && longest.value === true;
    if (longest !== undefined && !isLongest && !(longest.kind === "scalar" && longest.value === false)) {
      parser.problems.shape(below(pointer, "useLongestLength"), "$zip takes true or false as 'useLongestLength'.");
    }
    if (given.has("inputs") && inputs.length === 0)
      parser.problems.shape(below(pointer, "inputs"), "$zip needs at least one array in 'inputs'.");
    if (given.has("defaults") && !isLongest) {
      parser.problems.shape(below(pointer, "defaults"), "$zip takes 'defaults' only with useLongestLength: true.");
    } else if (given.has("defaults") && defaults.length !== inputs.length) {
      parser.problems.shape(below(pointer, "defaults"), "$zip needs as many 'defaults' as 'inputs'.");
    }
    const zipping: Zipping = { inputs: inputs.length, longest: isLongest };
    return operatorNode(self, [...inputs, ...defaults], pointer, { extra: zipping });
  },
  emit: (e, operands, node) => {
    const { inputs, longest } = node.extra as Zipping;
    const values = e.values(operands).map((value, index) => (index < inputs ? value.js : orNull(value)));
    const lists = [values.slice(0, inputs), values.slice(inputs)].map((list) => `[${list.join(", ")}]`);
    return e.call(longest ? zipLongest : zipShortest, lists, node, kinds.array | kinds.null, true);
  },
  docs: {
    syntax: "{ $zip: { inputs: [array, …], useLongestLength?: bool, defaults?: array } }",
    summary: "Zips arrays.",
    examples: [
      { expr: { $zip: { inputs: [["a"], ["b"], ["c"]] } }, out: [["a", "b", "c"]] },
      {
        expr: {
          $zip: {
            inputs: [
              [1, 2, 3],
              ["a", "b"],
            ],
          },
        },
        out: [
          [1, "a"],
          [2, "b"],
        ],
      },
      {
        expr: { $zip: { inputs: [[1], [2, 3]], useLongestLength: true } },
        out: [
          [1, 2],
          [null, 3],
        ],
      },
      {
        expr: { $zip: { inputs: [[1], [2, 3]], useLongestLength: true, defaults: ["x", "y"] } },
        out: [
          [1, 2],
          ["x", 3],
        ],
      },
      { in: { a: null }, expr: { $zip: { inputs: ["$a", [1]] } }, out: null },
      { in: { a: 5 }, expr: { $zip: { inputs: [[1], "$a"] } }, error: 34468 },
    ],
  },
});

function expressions(parser: Parser, node: DefNode | undefined, pointer: string, scope: Scope): ExpressionNode[] {
  if (node === undefined) return [];
  if (node.kind !== "array") {
    parser.problems.shape(pointer, "$zip takes an array of expressions here.");
    return [];
  }
  return node.items.map((item, index) => parser.expression(item, below(pointer, index), scope));
}

function zipShortest(inputs: readonly Value[]): Value[] | null {
  const arrays = arraysOf(inputs);
  return arrays && rows(arrays, Math.min(...arrays.map((array) => array.length)), []);
}

function zipLongest(inputs: readonly Value[], defaults: readonly Value[]): Value[] | null {
  const arrays = arraysOf(inputs);
  return arrays && rows(arrays, Math.max(...arrays.map((array) => array.length)), defaults);
}

function arraysOf(inputs: readonly Value[]): Value[][] | null {
  if (inputs.some(isNullish)) return null;
  return inputs.map((input) => {
    if (!Array.isArray(input)) throw new MqlError(34468, `$zip found a non-array expression in input: ${typeOf(input)}`);
    return input;
  });
}

function rows(arrays: readonly Value[][], count: number, defaults: readonly Value[]): Value[] {
  return Array.from({ length: count }, (_, row) =>
    arrays.map((array, column) => (row < array.length ? array[row] : (defaults[column] ?? null))),
  );
}
