/** Code of one expression as a function. */

import type { Carrier, EvalContext } from "../record.ts";
import type { Document, Value } from "../values/types.ts";
import { type ExpressionNode, root, type Variable } from "./ast.ts";
import { type Atom, atom } from "./atom.ts";
import { Emitter } from "./emitter.ts";
import { kinds } from "./kinds.ts";
import { fieldOf } from "./paths.ts";
import { Program } from "./program.ts";
import { planFunctions } from "./splitting.ts";

/** A compiled expression as it is called. */
export type Evaluate = (record: Carrier, context: EvalContext, variables?: Document) => Value;

/** Links an expression; `outside` are the variables that the caller hands in with every call. */
export function generateExpression(node: ExpressionNode, outside: readonly Variable[] = []): Evaluate {
  const program = new Program();
  planFunctions(node, program.outlined);
  const given = outside.map((variable): [Variable, Atom] => [variable, atom(fieldOf(program, "variables", variable.name))]);
  const e = new Emitter(program, [[root, atom("d", kinds.document)], ...given]);
  const value = e.value(node);
  e.line(`return ${value.js};`);
  const document = node.needs.has(root) ? "const d = r.doc;\n" : "";
  program.add(`function evaluate(r, c, variables) {\n${document}${e.body()}\n}`);
  return program.link("evaluate");
}

/** The value of an expression that depends on nothing. Throws MqlError. */
export function evaluateConstant(node: ExpressionNode): Value {
  return generateExpression(node)({} as Carrier, {} as EvalContext);
}
