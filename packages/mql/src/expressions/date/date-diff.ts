import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { makeLong } from "../../values/numbers.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { dayMs } from "./calendar.ts";
import { checkStartOfWeek, checkUnit } from "./check-constants.ts";
import { timeOf } from "./coerce.ts";
import { isUnit, type Unit, weekdayOf } from "./truncate.ts";
import { type Zone, zoneOf } from "./zone.ts";

/** $dateDiff: how many boundaries of a unit of time lie between two dates, by the clocks of a time zone, as a long. Null if an argument is. */
export const dateDiff = defineExpression({
  name: "$dateDiff",
  fields: {
    startDate: "required",
    endDate: "required",
    unit: "required",
    timezone: { default: "UTC" },
    startOfWeek: { default: "sunday" },
  },
  check: ([, , unit, , startOfWeek], parser, pointer) => {
    checkUnit(unit, parser, pointer);
    checkStartOfWeek(startOfWeek, parser, pointer);
  },
  evaluate: difference,
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the time between two dates in a unit.",
    examples: [
      {
        in: { a: new Date("2020-11-03T13:11:00Z"), b: new Date("2020-11-05T01:00:00Z") },
        expr: { $dateDiff: { startDate: "$a", endDate: "$b", unit: "day" } },
        out: 2n,
      },
      {
        in: { a: new Date("2021-01-31T23:59:59Z"), b: new Date("2021-02-01T00:00:00Z") },
        expr: { $dateDiff: { startDate: "$a", endDate: "$b", unit: "month" } },
        out: 1n,
      },
      {
        in: { a: new Date("2021-01-24T18:00:00Z"), b: new Date("2021-01-25T02:00:00Z") },
        expr: { $dateDiff: { startDate: "$a", endDate: "$b", unit: "week", startOfWeek: "Monday" } },
        out: 1n,
      },
      { in: {}, expr: { $dateDiff: { startDate: "$a", endDate: new Date(0), unit: "day" } }, out: null },
      { in: { a: 5 }, expr: { $dateDiff: { startDate: "$a", endDate: new Date(0), unit: "day" } }, error: 5166307 },
      { in: { u: "eon" }, expr: { $dateDiff: { startDate: new Date(0), endDate: new Date(0), unit: "$u" } }, error: 5439014 },
    ],
  },
});

function difference(startDate: Value, endDate: Value, unit: Value, timezone: Value, startOfWeek: Value): Value {
  if ([startDate, endDate, unit, timezone].some(isNullish) || (unit === "week" && isNullish(startOfWeek))) return null;
  const [start, end] = [timeAt("startDate", startDate), timeAt("endDate", endDate)];
  if (typeof unit !== "string") throw new MqlError(5439013, `$dateDiff requires 'unit' to be a string, but got ${typeOf(unit)}`);
  if (!isUnit(unit)) throw new MqlError(5439014, `$dateDiff: 'unit' is not a unit of time: ${unit.slice(0, 60)}`);
  const zone = zoneOf("$dateDiff", timezone)!;
  const firstDay = unit === "week" ? weekday(startOfWeek) : 0;
  return makeLong(unitsUntil(end, unit, zone, firstDay) - unitsUntil(start, unit, zone, firstDay));
}

function timeAt(field: string, value: Value): number {
  try {
    return timeOf("$dateDiff", value);
  } catch {
    throw new MqlError(5166307, `$dateDiff requires '${field}' to be a date, but got ${typeOf(value)}`);
  }
}

function weekday(name: Value): number {
  if (typeof name !== "string")
    throw new MqlError(5439015, `$dateDiff requires 'startOfWeek' to be a string, but got ${typeOf(name)}`);
  const day = weekdayOf(name);
  if (day === undefined) throw new MqlError(5439016, `$dateDiff: 'startOfWeek' is not a day of the week: ${name.slice(0, 60)}`);
  return day;
}

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** 1970-01-01 was a Thursday. */
const epochWeekday = 4;

/** Number of the unit in which a moment lies, counted from some fixed one. Hours and less are counted as they pass, whatever clocks do. */
function unitsUntil(time: number, unit: Unit, zone: Zone, firstDay: number): number {
  const offset = zone.offsetAt(time);
  const local = new Date(time + offset);
  const day = Math.floor(local.getTime() / dayMs);
  const month = local.getUTCFullYear() * 12 + local.getUTCMonth();
  switch (unit) {
    case "millisecond":
      return time;
    case "second":
      return Math.floor(time / 1000);
    case "minute":
      return Math.floor((time + (offset % minuteMs)) / minuteMs);
    case "hour":
      return Math.floor((time + (offset % hourMs)) / hourMs);
    case "day":
      return day;
    case "week":
      return Math.floor((day + epochWeekday - firstDay) / 7);
    case "month":
      return month;
    case "quarter":
      return Math.floor(month / 3);
    case "year":
      return local.getUTCFullYear();
  }
}
