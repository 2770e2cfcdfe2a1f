/** Expressions as trees: what the parser makes and code is generated from. */
import type { ExpressionSpec } from "../expressions/define.ts";
import type { Value } from "../values/types.ts";

/** Something an expression can depend on: the document, the metadata, the context, or a variable bound by an operator. */
export interface Variable {
  readonly name: string;
  /** Its value comes with the context of every evaluation: a variable of an enclosing pipeline. */
  readonly outer?: boolean;
}

/** The document that is being evaluated. */
export const root: Variable = { name: "ROOT" };
/** The metadata of its record. */
export const meta: Variable = { name: "metadata" };
/** Time and randomness: what makes an expression give another value each time. */
export const surroundings: Variable = { name: "context" };

interface NodeBase {
  /** JSON pointer of the place in the definition. */
  readonly pointer: string;
  /** What the value depends on; empty for constants. */
  readonly needs: ReadonlySet<Variable>;
}

export interface LiteralNode extends NodeBase {
  readonly kind: "literal";
  readonly value: Value;
}

/** `$a.b`, `$$variable` or `$$variable.a.b`. */
export interface PathNode extends NodeBase {
  readonly kind: "path";
  readonly variable: Variable;
  readonly names: readonly string[];
}

export interface ObjectNode extends NodeBase {
  readonly kind: "object";
  readonly entries: readonly { readonly key: string; readonly value: ExpressionNode }[];
}

export interface ArrayNode extends NodeBase {
  readonly kind: "array";
  readonly items: readonly ExpressionNode[];
}

export interface OperatorNode extends NodeBase {
  readonly kind: "operator";
  readonly spec: ExpressionSpec;
  /** In the order of the operator's arguments; `undefined` where an optional one is not given. */
  readonly operands: readonly (ExpressionNode | undefined)[];
  /** Variables that the operator binds. */
  readonly binds: readonly Variable[];
  /** What else the operator's parser found out. */
  readonly extra: unknown;
}

export type ExpressionNode = LiteralNode | PathNode | ObjectNode | ArrayNode | OperatorNode;

const nothing: ReadonlySet<Variable> = new Set();

export function literalNode(value: Value, pointer: string): LiteralNode {
  return { kind: "literal", value, pointer, needs: nothing };
}

export function pathNode(variable: Variable, names: readonly string[], pointer: string): PathNode {
  return { kind: "path", variable, names, pointer, needs: new Set([variable]) };
}

export function objectNode(entries: ObjectNode["entries"], pointer: string): ObjectNode {
  return { kind: "object", entries, pointer, needs: union(entries.map((entry) => entry.value)) };
}

export function arrayNode(items: readonly ExpressionNode[], pointer: string): ArrayNode {
  return { kind: "array", items, pointer, needs: union(items) };
}

/** An operator applied to operands; its own needs (`$rand`: the surroundings) come on top of theirs. */
export function operatorNode(
  spec: ExpressionSpec,
  operands: readonly (ExpressionNode | undefined)[],
  pointer: string,
  more: { binds?: readonly Variable[]; extra?: unknown } = {},
): OperatorNode {
  const needs = union(operands.filter((operand) => operand !== undefined));
  for (const variable of more.binds ?? []) needs.delete(variable);
  for (const variable of spec.needs) needs.add(variable);
  return { kind: "operator", spec, operands, pointer, needs, binds: more.binds ?? [], extra: more.extra };
}

/** The nodes directly below. */
export function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case "object":
      return node.entries.map((entry) => entry.value);
    case "array":
      return node.items;
    case "operator":
      return node.operands.filter((operand) => operand !== undefined);
    default:
      return [];
  }
}

function union(nodes: readonly ExpressionNode[]): Set<Variable> {
  const needs = new Set<Variable>();
  for (const node of nodes) for (const variable of node.needs) needs.add(variable);
  return needs;
}
