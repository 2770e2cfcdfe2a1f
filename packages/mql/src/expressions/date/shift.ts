/** Dates moved by units of time, for $dateAdd and $dateSubtract. */
import type { ExpressionNode } from "../../compiler/ast.ts";
import type { Parser } from "../../compiler/parser.ts";
import { MqlError } from "../../errors.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNullish, isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { dayMs, dayNumber, daysInMonth } from "./calendar.ts";
import { checkUnit } from "./check-constants.ts";
import { timeOf } from "./coerce.ts";
import { isUnit, type Unit } from "./truncate.ts";
import { type Zone, zoneOf } from "./zone.ts";

export const shiftFields = { startDate: "required", unit: "required", amount: "required", timezone: { default: "UTC" } } as const;

export function checkShift([, unit]: readonly (ExpressionNode | undefined)[], parser: Parser, pointer: string): void {
  checkUnit(unit, parser, pointer);
}

const milliseconds: Partial<Record<Unit, number>> = { millisecond: 1, second: 1000, minute: 60_000, hour: 3_600_000 };
const days: Partial<Record<Unit, number>> = { day: 1, week: 7 };
const months: Partial<Record<Unit, number>> = { month: 1, quarter: 3, year: 12 };

/**
 * Evaluates to the date `sign` times the amount later; null if an operand is. Days and longer units keep the local time of day;
 * months end on their last day where they are too short. Throws MqlError 5166402 to 5166406 for wrong operands and for dates out of range.
 */
export function shifter(name: string, sign: 1 | -1): (...operands: readonly Value[]) => Date | null {
  return (startDate, unit, amount, timezone) => {
    if ([startDate, unit, amount, timezone].some(isNullish)) return null;
    if (typeof unit !== "string") throw new MqlError(5166402, `${name} requires 'unit' to be a string, but got ${typeOf(unit)}`);
    if (!isUnit(unit)) throw new MqlError(9, `${name}: unknown time unit value: ${unit.slice(0, 60)}`);
    const time = dateTime(name, startDate);
    const count = isNumeric(amount) ? numberOf(amount) : Number.NaN;
    if (!Number.isInteger(count))
      throw new MqlError(5166405, `${name} requires 'amount' to be an integer, but got ${typeOf(amount)}`);
    const shifted = new Date(shift(time, unit, count * sign, zoneOf(name, timezone)!));
    if (Number.isNaN(shifted.getTime()))
      throw new MqlError(5166406, `${name} overflowed: the result is beyond the range of dates`);
    return shifted;
  };
}

function dateTime(name: string, value: Value): number {
  try {
    return timeOf(name, value);
  } catch {
    throw new MqlError(5166403, `${name} requires 'startDate' to be a date, but got ${typeOf(value)}`);
  }
}

function shift(time: number, unit: Unit, amount: number, zone: Zone): number {
  const unitMs = milliseconds[unit];
  if (unitMs !== undefined) return time + amount * unitMs;
  const local = time + zone.offsetAt(time);
  const unitDays = days[unit];
  const shifted = unitDays === undefined ? addMonths(local, amount * months[unit]!) : local + amount * unitDays * dayMs;
  return Math.abs(shifted) <= latest ? zone.fromLocal(shifted) : Number.NaN;
}

/** The last moment that a date can hold, but for a day that zones may need. */
const latest = 8.64e15 - dayMs;

function addMonths(local: number, count: number): number {
  const date = new Date(local);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth() + count;
  const [year, index] = [Math.floor(month / 12), ((month % 12) + 12) % 12];
  const day = Math.min(date.getUTCDate(), daysInMonth(year, index + 1));
  return dayNumber(year, index + 1, day) * dayMs + (((local % dayMs) + dayMs) % dayMs);
}
