/** How an expression operator is declared: one spec object a file, from which parser, code, reference page and a test are made. */
import type { ExpressionNode, OperatorNode, Variable } from "../compiler/ast.ts";
import { literalNode, operatorNode } from "../compiler/ast.ts";
import type { Atom } from "../compiler/atom.ts";
import type { Emitter } from "../compiler/emitter.ts";
import type { Parser, Scope } from "../compiler/parser.ts";
import type { Helper } from "../compiler/program.ts";
import type { DefNode } from "../definition/index.ts";
import type { Document, Value } from "../values/types.ts";

/** An example of an operator; all of them are run by a test. */
interface Example {
  /** The document that the expression is evaluated on. */
  readonly in?: Document;
  readonly expr: Value;
  /** The result; `undefined` for missing. */
  readonly out?: Value;
  /** The code of the error, where the example shows one. */
  readonly error?: number;
}

interface Docs {
  readonly summary: string;
  /** How the operator is written, where arity or fields do not say it. */
  readonly syntax?: string;
  readonly examples: readonly [Example, ...Example[]];
}

/** An operator as parser and code generator see it. */
export interface ExpressionSpec {
  readonly name: string;
  /** What the operator depends on besides its operands. */
  readonly needs: readonly Variable[];
  /** Whether `{$op: [{$op: [a, b]}, c]}` is the same as `{$op: [a, b, c]}`, so that long lists can be cut. */
  readonly associative: boolean;
  /** Whether it can take long on small operands (loops, patterns), so that constants are not computed while compiling. */
  readonly costly: boolean;
  readonly docs: Docs;
  /** How the operator is written, for the reference. */
  readonly syntax: string;
  parse(parser: Parser, node: DefNode, pointer: string, scope: Scope): ExpressionNode;
  emit(e: Emitter, operands: readonly ExpressionNode[], node: OperatorNode): Atom;
}

/** A named argument: required, optional (the operand is `undefined` when it is not given), or with a default value. */
export type FieldRule = "required" | "optional" | { readonly default: Value };

interface Common {
  readonly name: string;
  readonly docs: Docs;
  readonly needs?: readonly Variable[];
  readonly associative?: boolean;
  readonly costly?: boolean;
}

/** How the arguments are written: a list, named fields, or a form of its own. */
type Shape =
  | { readonly arity: number | readonly [least: number, most: number] }
  | {
      readonly fields: Readonly<Record<string, FieldRule>>;
      /** Reports what is wrong with constant operands. */
      check?(operands: readonly (ExpressionNode | undefined)[], parser: Parser, pointer: string): void;
    }
  | { parse(parser: Parser, node: DefNode, pointer: string, scope: Scope, self: ExpressionSpec): ExpressionNode };

/** What the operator does: code of its own, or a function of the operands' values (`kinds`: what it can give). */
type Meaning =
  | { emit(e: Emitter, operands: readonly ExpressionNode[], node: OperatorNode): Atom }
  | { readonly evaluate: Helper; readonly kinds?: number; readonly fresh?: boolean };

/**
 * Declares an operator. A list of arguments is given to it in order; named ones in the order in which `fields` names them.
 * `evaluate` gets `undefined` for missing and for optional arguments that are not given; it may throw MqlError.
 */
export function defineExpression(definition: Common & Shape & Meaning): ExpressionSpec {
  const spec: ExpressionSpec = {
    name: definition.name,
    needs: definition.needs ?? [],
    associative: definition.associative ?? false,
    costly: definition.costly ?? false,
    docs: definition.docs,
    syntax: definition.docs.syntax ?? syntaxOf(definition),
    parse: (parser, node, pointer, scope) => {
      if ("parse" in definition) return definition.parse(parser, node, pointer, scope, spec);
      if ("fields" in definition) {
        const operands = parser.fields(spec.name, definition.fields, node, pointer, scope);
        if (operands === undefined) return literalNode(null, pointer);
        definition.check?.(operands, parser, pointer);
        return operatorNode(spec, operands, pointer);
      }
      const [least, most] = typeof definition.arity === "number" ? [definition.arity, definition.arity] : definition.arity;
      return operatorNode(spec, parser.list(spec.name, least, most, node, pointer, scope), pointer);
    },
    emit: (e, operands, node) => {
      if ("emit" in definition) return definition.emit(e, operands, node);
      const args = operands.map((operand) => (operand === undefined ? "undefined" : e.value(operand).js));
      return e.call(definition.evaluate, args, node, definition.kinds, definition.fresh);
    },
  };
  return spec;
}

/** `{ $op: [expression, …] }`, or the names of the fields, optional ones with a question mark. */
function syntaxOf(definition: Common & Shape): string {
  const { name } = definition;
  if ("fields" in definition) {
    const fields = Object.entries(definition.fields).map(
      ([field, rule]) => `${field}${rule === "required" ? "" : "?"}: expression`,
    );
    return `{ ${name}: { ${fields.join(", ")} } }`;
  }
  if (!("arity" in definition)) throw new Error(`${name} has no syntax for the reference`);
  const [least, most] = typeof definition.arity === "number" ? [definition.arity, definition.arity] : definition.arity;
  if (most === 1) return `{ ${name}: expression }`;
  const operands: string[] = Array.from({ length: least }, () => "expression");
  if (most === Number.POSITIVE_INFINITY) operands.push(...(least === 0 ? ["expression"] : []), "…");
  else for (let count = least; count < most; count++) operands.push("expression?");
  return `{ ${name}: [${operands.join(", ")}] }`;
}
