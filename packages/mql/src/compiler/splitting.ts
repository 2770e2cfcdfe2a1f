/**
 * V8 does not optimise functions beyond 60 KB of bytecode, which 32 KB of source can reach (design 5). So the size of
 * code is estimated before it is written, and what would be too large goes into functions of its own.
 */
import { childrenOf, type ExpressionNode } from "./ast.ts";

/** Characters of source for the code of one expression, and of several that stand in one function. */
export const expressionBudget = 6_000;
export const functionBudget = 20_000;

/** A call of a function, with its arguments. */
const callSize = 80;

/** Decides which parts of an expression get functions of their own; gives the estimated size of the rest. */
export function planFunctions(node: ExpressionNode, outlined: Set<ExpressionNode>): number {
  const children = childrenOf(node).map((child) => ({ child, size: planFunctions(child, outlined) }));
  let size = ownSize(node) + children.reduce((sum, entry) => sum + entry.size, 0);
  children.sort((a, b) => b.size - a.size);
  for (const { child, size: childSize } of children) {
    if (size <= expressionBudget || childSize <= callSize) break;
    if (child.kind === "literal" || child.kind === "path") continue;
    outlined.add(child);
    size += callSize - childSize;
  }
  return size;
}

function ownSize(node: ExpressionNode): number {
  switch (node.kind) {
    case "literal":
      return typeof node.value === "string" ? Math.min(node.value.length, 200) : 10;
    case "path":
      return 60 + 180 * Math.max(0, node.names.length - 1);
    case "object":
      return 100 + node.entries.reduce((sum, { key }) => sum + 3 * key.length + 60, 0);
    case "array":
      return 60 + 30 * node.items.length;
    case "operator":
      return 150 + 250 * node.operands.length;
  }
}
