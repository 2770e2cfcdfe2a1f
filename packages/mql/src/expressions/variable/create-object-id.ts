import { operatorNode, surroundings } from "../../compiler/ast.ts";
import { kinds } from "../../compiler/kinds.ts";
import { ObjectId } from "../../values/classes.ts";
import { defineExpression } from "../define.ts";

/** $createObjectId: a new ObjectId at each evaluation (engine.md 2.3). */
export const createObjectId = defineExpression({
  name: "$createObjectId",
  needs: [surroundings],
  parse: (parser, node, pointer, _scope, self) => {
    parser.noArguments("$createObjectId", node, pointer);
    return operatorNode(self, [], pointer);
  },
  emit: (e) => e.pure(makeObjectId, [`${e.context}.objectId()`], kinds.any & ~kinds.nullish),
  docs: {
    syntax: "{ $createObjectId: {} }",
    summary: "Makes an ObjectId.",
    examples: [
      { expr: { $type: { $createObjectId: {} } }, out: "objectId" },
      { expr: { $strLenCP: { $toString: { $createObjectId: {} } } }, out: 24 },
    ],
  },
});

function makeObjectId(digits: string): ObjectId {
  return new ObjectId(digits);
}
