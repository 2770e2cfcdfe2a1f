/** Code shared by the operators that give one part of a date. */
import { type ExpressionNode, literalNode, operatorNode } from "../../compiler/ast.ts";
import type { Parser, Scope } from "../../compiler/parser.ts";
import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { isNullish } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import type { ExpressionSpec } from "../define.ts";
import { timeOf } from "./coerce.ts";
import { zoneOf } from "./zone.ts";

/** The argument: a date, a list of one, or `{ date, timezone }`. */
export function parseDatePart(
  parser: Parser,
  node: DefNode,
  pointer: string,
  scope: Scope,
  self: ExpressionSpec,
): ExpressionNode {
  if (node.kind === "object" && !node.entries.some(({ key }) => key.startsWith("$"))) {
    const operands = parser.fields(self.name, { date: "required", timezone: { default: "UTC" } }, node, pointer, scope);
    return operands ? operatorNode(self, operands, pointer) : literalNode(null, pointer);
  }
  if (node.kind === "array" && node.items.length === 1 && node.items[0]!.kind === "object") {
    return parseDatePart(parser, node.items[0]!, below(pointer, 0), scope, self);
  }
  return operatorNode(self, [...parser.list(self.name, 1, 1, node, pointer, scope), literalNode("UTC", pointer)], pointer);
}

/** Evaluates to what `read` gives for local time, shown in the date's UTC fields; null if the date or the zone is. */
export function datePart(name: string, read: (local: Date) => number | bigint): (date: Value, timezone: Value) => Value {
  return (date, timezone) => {
    if (isNullish(date)) return null;
    const time = timeOf(name, date);
    const zone = zoneOf(name, timezone);
    return zone === undefined ? null : read(new Date(time + zone.offsetAt(time)));
  };
}
