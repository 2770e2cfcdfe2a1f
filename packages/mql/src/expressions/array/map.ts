import { orNull } from "../../compiler/construct.ts";
import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { emitLoop, notAnArray, parseEach } from "./each.ts";

const error = notAnArray("$map", 16883);

/** $map: an array of what an expression gives for each item; null where it gives missing. */
export const map = defineExpression({
  name: "$map",
  costly: true,
  parse: (parser, node, pointer, scope, self) => parseEach(self, "in", [], parser, node, pointer, scope),
  emit: (e, [input, body], node) =>
    emitLoop(e, e.value(input!), node, {
      start: "[]",
      kinds: kinds.array,
      fresh: true,
      item: (item, result) => e.with(node.binds[0]!, item, () => e.line(`${result.js}.push(${orNull(e.value(body!))});`)),
      error,
    }),
  docs: {
    syntax: "{ $map: { input: array, as?: name, in: expression } }",
    summary: "Evaluates an expression for each item of an array.",
    examples: [
      { in: { a: [1, 2] }, expr: { $map: { input: "$a", as: "x", in: { $add: ["$$x", 1] } } }, out: [2, 3] },
      { in: { a: [{ b: 1 }, {}] }, expr: { $map: { input: "$a", in: "$$this.b" } }, out: [1, null] },
      { in: { a: null }, expr: { $map: { input: "$a", in: "$$this" } }, out: null },
      { in: { a: 5 }, expr: { $map: { input: "$a", in: "$$this" } }, error: 16883 },
    ],
  },
});
