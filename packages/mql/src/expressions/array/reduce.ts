import { literalNode, operatorNode } from "../../compiler/ast.ts";
import { kinds } from "../../compiler/kinds.ts";
import { below } from "../../compiler/problems.ts";
import { defineExpression } from "../define.ts";
import { emitLoop, notAnArray } from "./each.ts";

const error = notAnArray("$reduce", 40080);

/** $reduce: folds the items of an array from the left: `$$value` is the result so far, `$$this` the item. */
export const reduce = defineExpression({
  name: "$reduce",
  costly: true,
  parse: (parser, node, pointer, scope, self) => {
    const rules = { input: "required", initialValue: "required", in: "required" } as const;
    const given = parser.named("$reduce", rules, node, pointer);
    if (given === undefined) return literalNode(null, pointer);
    const binds = [{ name: "this" }, { name: "value" }];
    const operands = Object.keys(rules).map((field) => {
      const value = given.get(field);
      return value && parser.expression(value, below(pointer, field), field === "in" ? scope.with(binds) : scope);
    });
    return operatorNode(self, operands, pointer, { binds });
  },
  emit: (e, [input, initial, body], node) => {
    const array = e.value(input!);
    const start = e.value(initial!);
    const [item, value] = node.binds;
    return emitLoop(e, array, node, {
      start: start.js,
      kinds: kinds.any,
      fresh: false,
      item: (current, result) =>
        e.with(item!, current, () => e.with(value!, result, () => e.line(`${result.js} = ${e.value(body!).js};`))),
      error,
    });
  },
  docs: {
    syntax: "{ $reduce: { input: array, initialValue: expression, in: expression } }",
    summary: "Folds an array to one value.",
    examples: [
      {
        in: { a: [1, 2, 3] },
        expr: { $reduce: { input: "$a", initialValue: 10, in: { $add: ["$$value", "$$this"] } } },
        out: 16,
      },
      {
        in: { a: ["x", "y"] },
        expr: { $reduce: { input: "$a", initialValue: "", in: { $concat: ["$$value", "$$this"] } } },
        out: "xy",
      },
      { in: { a: null }, expr: { $reduce: { input: "$a", initialValue: 0, in: "$$this" } }, out: null },
      { in: { a: 5 }, expr: { $reduce: { input: "$a", initialValue: 0, in: "$$this" } }, error: 40080 },
    ],
  },
});
