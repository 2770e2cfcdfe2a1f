/** Expression operators with a fault put in on purpose: a suite of cases has to see each of them. */
import { type ExpressionNode, literalNode, operatorNode } from "../compiler/ast.ts";
import { defineExpression, type ExpressionSpec } from "../expressions/define.ts";
import { expressionsByName } from "../expressions/registry.ts";
import { Double } from "../values/classes.ts";
import type { Value } from "../values/types.ts";

type Fault = (node: ExpressionNode) => ExpressionNode;

const faults = {
  "gives null": (node) => literalNode(null, node.pointer),
  "gives its first operand": (node) =>
    (node.kind === "operator" && node.operands[0]) || literalNode("there is no operand", node.pointer),
  "gives the value next to it": through(nextTo),
  "gives missing for null": through((value) => (value === null ? undefined : value)),
  "gives another type of number": through(otherNumber),
} satisfies Record<string, Fault>;

export type ExpressionFault = keyof typeof faults;

/** The faults that {@link breakExpression} knows. */
export const expressionFaults = Object.keys(faults) as ExpressionFault[];

/** The names of all expression operators. */
export function expressionNames(): string[] {
  return [...expressionsByName().keys()];
}

/** Puts a fault into an operator for everything that is compiled from now on; the function that it gives takes it out again. */
export function breakExpression(name: string, fault: ExpressionFault): () => void {
  const spec = expressionsByName().get(name) as { -readonly [K in keyof ExpressionSpec]: ExpressionSpec[K] } | undefined;
  if (spec === undefined) throw new Error(`there is no operator ${name}`);
  const { parse } = spec;
  spec.parse = (...args) => faults[fault](parse(...args));
  return () => {
    spec.parse = parse;
  };
}

/** A fault that changes every result. */
function through(change: (value: Value) => Value): Fault {
  const changed = defineExpression({
    name: "$changed",
    arity: 1,
    evaluate: change,
    docs: { summary: "A value that is not the right one.", examples: [{ expr: 1 }] },
  });
  return (node) => operatorNode(changed, [node], node.pointer);
}

function nextTo(value: Value): Value {
  if (typeof value === "number") return value + 1;
  if (typeof value === "bigint") return value + 1n;
  if (typeof value === "string") return `${value}.`;
  if (typeof value === "boolean") return !value;
  if (value instanceof Date) return new Date(value.getTime() + 1);
  if (Array.isArray(value)) return [...value, null];
  return value === undefined ? null : undefined;
}

function otherNumber(value: Value): Value {
  if (Array.isArray(value)) return value.map(otherNumber);
  if (typeof value === "number") return Number.isInteger(value) ? new Double(value) : Math.trunc(value);
  return value instanceof Double ? value.valueOf() : value;
}
