import { operatorNode, surroundings } from "../../compiler/ast.ts";
import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";

/** $currentDate: the time of this evaluation (engine.md 2.3). Takes the place of `$$NOW`. */
export const currentDate = defineExpression({
  name: "$currentDate",
  needs: [surroundings],
  parse: (parser, node, pointer, _scope, self) => {
    parser.noArguments("$currentDate", node, pointer);
    return operatorNode(self, [], pointer);
  },
  emit: (e) => e.bind(`new Date(${e.context}.now())`, kinds.date),
  docs: {
    syntax: "{ $currentDate: {} }",
    summary: "Gives the current date and time.",
    examples: [{ expr: { $gt: [{ $currentDate: {} }, new Date(0)] }, out: true }],
  },
});
