import type { ExpressionNode } from "../../compiler/ast.ts";
import { type Atom, atom } from "../../compiler/atom.ts";
import type { Emitter } from "../../compiler/emitter.ts";
import { kinds } from "../../compiler/kinds.ts";

/** Code of `$and` (`undecided` true: go on while true) and `$or` (false): operands are evaluated in order until one decides. */
export function emitJunction(e: Emitter, operands: readonly ExpressionNode[], undecided: boolean): Atom {
  const [first, ...rest] = operands;
  if (first === undefined) return atom(String(undecided), kinds.bool);
  const result = e.declare(kinds.bool, e.truth(e.value(first)));
  for (const operand of rest) {
    e.block(`if (${undecided ? "" : "!"}${result.js})`, () => e.line(`${result.js} = ${e.truth(e.value(operand))};`));
  }
  return result;
}
