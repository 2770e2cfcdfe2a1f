import { literalNode, operatorNode } from "../../compiler/ast.ts";
import { lt } from "../../expressions/comparison/lt.ts";
import { rand } from "../../expressions/variable/rand.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNumeric } from "../../values/type-of.ts";
import { defineDocumentOperator } from "../define.ts";
import { everything } from "../tree.ts";

/** $sampleRate: documents at random, each with a probability from 0 to 1. */
export const sampleRate = defineDocumentOperator({
  name: "$sampleRate",
  parse: (parser, node, pointer) => {
    const given = parser.value(node, pointer);
    const rate = isNumeric(given) ? numberOf(given) : Number.NaN;
    if (!(rate >= 0 && rate <= 1)) {
      parser.problems.illegal(pointer, "$sampleRate takes a number from 0 to 1.");
      return everything;
    }
    const drawn = operatorNode(lt, [operatorNode(rand, [], pointer), literalNode(given, pointer)], pointer);
    return { kind: "expression", expression: drawn };
  },
  docs: {
    syntax: "{ $sampleRate: number }",
    summary: "Selects documents at random.",
    examples: [
      { in: { a: 1 }, query: { $sampleRate: 1 }, out: true },
      { in: { a: 1 }, query: { $sampleRate: 0 }, out: false },
    ],
  },
});
