import { literalNode, operatorNode } from "../../compiler/ast.ts";
import { below } from "../../compiler/problems.ts";
import { checkLanguage, parseFunction } from "../../javascript/parse.ts";
import { callFunction } from "../../javascript/sandbox.ts";
import { Double } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

const fields = { body: "required", args: "required", lang: "required" } as const;

/** $function: the result of a JavaScript function, run in a sandbox with limits of time and memory (engine.md 2.3). */
export const functionOperator = defineExpression({
  name: "$function",
  costly: true,
  parse: (parser, node, pointer, scope, self) => {
    const given = parser.named("$function", fields, node, pointer);
    const args = given?.get("args");
    if (given === undefined) return literalNode(null, pointer);
    checkLanguage("$function", given.get("lang"), parser, pointer);
    const source = parseFunction("$function", "body", given.get("body"), parser, pointer);
    if (args !== undefined && args.kind !== "array")
      parser.problems.shape(below(pointer, "args"), "The field 'args' of $function must be an array.");
    const items = args?.kind === "array" ? args.items : [];
    const operands = items.map((item, index) => parser.expression(item, below(below(pointer, "args"), index), scope));
    return operatorNode(self, operands, pointer, { extra: source });
  },
  emit: (e, operands, node) => {
    const call = (...args: readonly Value[]) => callFunction(node.extra as string, args);
    return e.call(
      call,
      e.values(operands).map((value) => value.js),
      node,
    );
  },
  docs: {
    syntax: '{ $function: { body: function, args: [expression, …], lang: "js" } }',
    summary: "Runs a JavaScript function.",
    examples: [
      {
        in: { a: [1, 2, 3] },
        expr: { $function: { body: "function(a) { return a.reduce((x, y) => x + y) }", args: ["$a"], lang: "js" } },
        out: new Double(6),
      },
      {
        in: { name: "Ann" },
        expr: { $function: { body: "(n) => 'Hello, ' + n", args: ["$name"], lang: "js" } },
        out: "Hello, Ann",
      },
      { expr: { $function: { body: "() => { throw new Error('no') }", args: [], lang: "js" } }, error: 139 },
    ],
  },
});
