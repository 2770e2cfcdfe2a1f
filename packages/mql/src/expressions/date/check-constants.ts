/** Constant operands that stand for a unit of time or a day of the week, checked before any document comes. */
import type { ExpressionNode } from "../../compiler/ast.ts";
import type { Parser } from "../../compiler/parser.ts";
import { below, nearest } from "../../compiler/problems.ts";
import { isUnit, units, weekdayOf, weekdays } from "./truncate.ts";

export function checkUnit(unit: ExpressionNode | undefined, parser: Parser, pointer: string): void {
  if (unit?.kind !== "literal" || typeof unit.value !== "string" || isUnit(unit.value)) return;
  parser.problems.shape(below(pointer, "unit"), `'${unit.value}' is not a unit of time.`, nearest(unit.value, units));
}

export function checkStartOfWeek(day: ExpressionNode | undefined, parser: Parser, pointer: string): void {
  if (day?.kind !== "literal" || typeof day.value !== "string" || weekdayOf(day.value) !== undefined) return;
  parser.problems.shape(below(pointer, "startOfWeek"), `'${day.value}' is not a day of the week.`, nearest(day.value, weekdays));
}
