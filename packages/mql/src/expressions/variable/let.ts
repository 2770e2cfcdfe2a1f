import { literalNode, operatorNode } from "../../compiler/ast.ts";
import { below } from "../../compiler/problems.ts";
import { defineExpression } from "../define.ts";

/** $let: an expression that sees further variables. The variables do not see each other. */
export const letExpression = defineExpression({
  name: "$let",
  parse: (parser, node, pointer, scope, self) => {
    const given = parser.named("$let", { vars: "required", in: "required" }, node, pointer);
    const vars = given?.get("vars");
    const body = given?.get("in");
    if (vars === undefined || body === undefined) return literalNode(null, pointer);
    const place = below(pointer, "vars");
    if (vars.kind !== "object") {
      parser.problems.shape(place, "The field 'vars' of $let must be an object of variables.");
      return literalNode(null, pointer);
    }
    const values = vars.entries.map(({ key, value }) => parser.expression(value, below(place, key), scope));
    const binds = vars.entries.map(({ key }) => parser.variableName(key, below(place, key)));
    const inner = parser.expression(body, below(pointer, "in"), scope.with(binds));
    // What the variables need, they need outside: they must not be hidden by the operator's own bindings.
    return operatorNode(self, [inner, ...values], pointer, { binds });
  },
  emit: (e, [body, ...values], node) => {
    const atoms = e.values(values);
    const bind = (index: number): ReturnType<typeof e.value> =>
      index === atoms.length ? e.value(body!) : e.with(node.binds[index]!, atoms[index]!, () => bind(index + 1));
    return bind(0);
  },
  docs: {
    syntax: "{ $let: { vars: { name: expression, … }, in: expression } }",
    summary: "Names values for use in an expression.",
    examples: [
      {
        in: { a: 10, b: 4 },
        expr: { $let: { vars: { x: "$a", y: { $add: ["$b", 1] } }, in: { $subtract: ["$$x", "$$y"] } } },
        out: 5,
      },
      { in: { a: { b: 1 } }, expr: { $let: { vars: { CURRENT: "$a" }, in: "$b" } }, out: 1 },
      { in: {}, expr: { $let: { vars: { x: "$a" }, in: "$$x" } } },
    ],
  },
});
