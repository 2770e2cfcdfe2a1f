/** Code shared by the operators that evaluate an expression for every item of an array. */
import { type ExpressionNode, literalNode, operatorNode } from "../../compiler/ast.ts";
import { type Atom, atom } from "../../compiler/atom.ts";
import type { Emitter } from "../../compiler/emitter.ts";
import { kinds } from "../../compiler/kinds.ts";
import type { Parser, Scope } from "../../compiler/parser.ts";
import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { MqlError } from "../../errors.ts";
import { typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import type { ExpressionSpec } from "../define.ts";

/** Reads `{ input, as, <body> }`; the body sees the item as `$$this` or as what `as` says. Other fields follow as operands. */
export function parseEach(
  self: ExpressionSpec,
  body: string,
  optional: readonly string[],
  parser: Parser,
  node: DefNode,
  pointer: string,
  scope: Scope,
): ExpressionNode {
  const rules = Object.fromEntries([
    ["input", "required"],
    ["as", "optional"],
    [body, "required"],
    ...optional.map((name) => [name, "optional"]),
  ]);
  const given = parser.named(self.name, rules, node, pointer);
  if (given === undefined) return literalNode(null, pointer);
  const as = given.get("as");
  let name = "this";
  if (as !== undefined) {
    if (as.kind === "scalar" && typeof as.value === "string") name = as.value;
    else parser.problems.shape(below(pointer, "as"), `The field 'as' of ${self.name} must be a string.`);
  }
  const variable = parser.variableName(name, below(pointer, "as"));
  const read = (field: string, inner: Scope) => {
    const value = given.get(field);
    return value === undefined ? undefined : parser.expression(value, below(pointer, field), inner);
  };
  const operands = [read("input", scope), read(body, scope.with([variable])), ...optional.map((field) => read(field, scope))];
  return operatorNode(self, operands, pointer, { binds: [variable] });
}

interface LoopCode {
  /** The result before the first item. */
  readonly start: string;
  readonly kinds: number;
  readonly fresh: boolean;
  /** Code for one item; `result` is the variable that collects. */
  readonly item: (item: Atom, result: Atom) => void;
  readonly error: (array: Value) => never;
}

/** A loop over an array; null for null and missing, an error for anything else. */
export function emitLoop(e: Emitter, array: Atom, node: { pointer: string }, code: LoopCode): Atom {
  const result = e.declare(code.kinds | kinds.null, "null", code.fresh);
  e.block(`if (Array.isArray(${array.js}))`, () => {
    e.line(`${result.js} = ${code.start};`);
    const index = e.program.name("i");
    e.block(`for (let ${index} = 0; ${index} < ${array.js}.length; ${index}++)`, () => {
      code.item(e.bind(`${array.js}[${index}]`, kinds.present), atom(result.js, code.kinds, code.fresh));
    });
  });
  e.line(`else if (!(${e.nullish(array)})) { ${e.at(node)}; ${e.use(code.error)}(${array.js}); }`);
  return result;
}

/** Throws the error of an operator whose input is no array. */
export function notAnArray(name: string, code: number): (value: Value) => never {
  return (value) => {
    throw new MqlError(code, `input to ${name} must be an array not ${typeOf(value)}`);
  };
}
