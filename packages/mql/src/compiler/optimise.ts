/** Rewrites of expression trees before code is generated: constants are computed, long lists cut. */

import type { Value } from "../values/types.ts";
import { arrayNode, childrenOf, type ExpressionNode, literalNode, type OperatorNode, objectNode, operatorNode } from "./ast.ts";
import { evaluateConstant } from "./generate.ts";

/** Longer argument lists of associative operators are nested, so that each function stays small. */
const longestList = 32;

/**
 * The same expression, cheaper. A constant part whose evaluation fails is left as it is: perhaps it is never reached,
 * and if it is, the error concerns the document that reaches it.
 */
export function optimise(node: ExpressionNode): ExpressionNode {
  if (node.kind === "literal" || node.kind === "path") return node;
  if (node.needs.size === 0 && isCheap(node)) {
    const folded = fold(node);
    if (folded !== undefined) return folded;
  }
  switch (node.kind) {
    case "object":
      return objectNode(
        node.entries.map(({ key, value }) => ({ key, value: optimise(value) })),
        node.pointer,
      );
    case "array":
      return arrayNode(node.items.map(optimise), node.pointer);
    case "operator": {
      const operands = node.operands.map((operand) => operand && optimise(operand));
      return balanced({ ...node, operands });
    }
  }
}

/** Whether computing a constant while compiling cannot take long. */
function isCheap(node: ExpressionNode): boolean {
  return (node.kind !== "operator" || !node.spec.costly) && childrenOf(node).every(isCheap);
}

function fold(node: ExpressionNode): ExpressionNode | undefined {
  const items = node.kind === "array" ? literals(node.items) : undefined;
  if (items !== undefined) return literalNode(items, node.pointer);
  try {
    return literalNode(evaluateConstant(node), node.pointer);
  } catch {
    return undefined;
  }
}

/** The values, null for missing, if all of the nodes are literals: the usual constant lists need no evaluation. */
function literals(nodes: readonly ExpressionNode[]): Value[] | undefined {
  const values: Value[] = [];
  for (const node of nodes) {
    if (node.kind !== "literal") return undefined;
    values.push(node.value ?? null);
  }
  return values;
}

/** Nests a long list to the left: `[a, b, c, …]` becomes `[[a, b], c, …]`, which is what evaluating from the left means. */
function balanced(node: OperatorNode): OperatorNode {
  if (!node.spec.associative || node.operands.length <= longestList) return node;
  let result = part(node, node.operands.slice(0, longestList));
  for (let start = longestList; start < node.operands.length; start += longestList - 1) {
    result = part(node, [result, ...node.operands.slice(start, start + longestList - 1)]);
  }
  return result;
}

function part(node: OperatorNode, operands: OperatorNode["operands"]): OperatorNode {
  return operatorNode(node.spec, operands, node.pointer, { binds: node.binds, extra: node.extra });
}
