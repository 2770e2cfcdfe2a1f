import { operatorNode, surroundings } from "../../compiler/ast.ts";
import { kinds } from "../../compiler/kinds.ts";
import { UUID } from "../../values/classes.ts";
import { defineExpression } from "../define.ts";

/** $createUUID: a random UUID (version 4) as binary data of subtype 4, another one at each evaluation (engine.md 2.3). */
export const createUUID = defineExpression({
  name: "$createUUID",
  needs: [surroundings],
  parse: (parser, node, pointer, _scope, self) => {
    parser.noArguments("$createUUID", node, pointer);
    return operatorNode(self, [], pointer);
  },
  emit: (e) => e.pure(makeUuid, [e.context], kinds.any & ~kinds.nullish),
  docs: {
    syntax: "{ $createUUID: {} }",
    summary: "Makes a random UUID.",
    examples: [
      { expr: { $type: { $createUUID: {} } }, out: "binData" },
      { expr: { $binarySize: { $createUUID: {} } }, out: 16 },
    ],
  },
});

function makeUuid(context: { random(): number }): UUID {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.floor(context.random() * 256));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return new UUID(bytes);
}
