import { operatorNode, surroundings } from "../../compiler/ast.ts";
import { kinds } from "../../compiler/kinds.ts";
import { makeDouble } from "../../values/numbers.ts";
import { defineExpression } from "../define.ts";

/** $rand: a random double from 0 up to, but without, 1; another one at each evaluation. */
export const rand = defineExpression({
  name: "$rand",
  needs: [surroundings],
  parse: (parser, node, pointer, _scope, self) => {
    parser.noArguments("$rand", node, pointer);
    return operatorNode(self, [], pointer);
  },
  emit: (e) => e.pure(makeDouble, [`${e.context}.random()`], kinds.numeric),
  docs: {
    syntax: "{ $rand: {} }",
    summary: "Gives a random number between 0 and 1.",
    examples: [{ expr: { $lt: [{ $rand: {} }, 1] }, out: true }],
  },
});
