import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNullish, isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { checkStartOfWeek, checkUnit } from "./check-constants.ts";
import { timeOf } from "./coerce.ts";
import { isUnit, truncate, weekdayOf } from "./truncate.ts";
import { zoneOf } from "./zone.ts";

/** $dateTrunc: the start of the bin of `binSize` units that a date falls in; bins are counted from 2000-01-01. Null if an argument is. */
export const dateTrunc = defineExpression({
  name: "$dateTrunc",
  fields: {
    date: "required",
    unit: "required",
    binSize: { default: 1 },
    timezone: { default: "UTC" },
    startOfWeek: { default: "sunday" },
  },
  check: ([, unit, , , startOfWeek], parser, pointer) => {
    checkUnit(unit, parser, pointer);
    checkStartOfWeek(startOfWeek, parser, pointer);
  },
  evaluate: truncateDate,
  kinds: kinds.date | kinds.null,
  docs: {
    summary: "Rounds a date down to a unit of time.",
    examples: [
      {
        in: { a: new Date("2020-05-18T14:10:30Z") },
        expr: { $dateTrunc: { date: "$a", unit: "hour", binSize: 2, timezone: "America/Los_Angeles" } },
        out: new Date("2020-05-18T14:00:00Z"),
      },
      {
        in: { a: new Date("2021-03-20T11:30:05Z") },
        expr: { $dateTrunc: { date: "$a", unit: "month" } },
        out: new Date("2021-03-01T00:00:00Z"),
      },
      {
        in: { a: new Date("2021-03-20T11:30:05Z") },
        expr: { $dateTrunc: { date: "$a", unit: "week", binSize: 2, timezone: "America/Los_Angeles", startOfWeek: "Monday" } },
        out: new Date("2021-03-15T07:00:00Z"),
      },
      { in: { a: null }, expr: { $dateTrunc: { date: "$a", unit: "day" } }, out: null },
      { in: { a: "x" }, expr: { $dateTrunc: { date: "$a", unit: "day" } }, error: 5439012 },
      { in: { a: new Date(0), u: "eon" }, expr: { $dateTrunc: { date: "$a", unit: "$u" } }, error: 5439014 },
      { in: { a: new Date(0), n: 0 }, expr: { $dateTrunc: { date: "$a", unit: "day", binSize: "$n" } }, error: 5439018 },
    ],
  },
});

function truncateDate(date: Value, unit: Value, binSize: Value, timezone: Value, startOfWeek: Value): Date | null {
  if ([date, unit, binSize, timezone].some(isNullish) || (unit === "week" && isNullish(startOfWeek))) return null;
  const time = dateOf(date);
  if (typeof unit !== "string") throw new MqlError(5439013, `$dateTrunc requires 'unit' to be a string, but got ${typeOf(unit)}`);
  if (!isUnit(unit))
    throw new MqlError(5439014, `$dateTrunc parameter 'unit' value cannot be recognized as a time unit: ${unit.slice(0, 60)}`);
  const size = isNumeric(binSize) ? numberOf(binSize) : Number.NaN;
  if (!Number.isSafeInteger(size)) throw new MqlError(5439017, "$dateTrunc requires 'binSize' to be a 64-bit integer");
  if (size <= 0) throw new MqlError(5439018, `$dateTrunc requires 'binSize' to be greater than 0, but got ${size}`);
  const zone = zoneOf("$dateTrunc", timezone)!;
  return new Date(truncate(time, unit, size, zone, unit === "week" ? weekday(startOfWeek) : 0));
}

function dateOf(date: Value): number {
  try {
    return timeOf("$dateTrunc", date);
  } catch {
    throw new MqlError(5439012, `$dateTrunc requires 'date' to be a date, but got ${typeOf(date)}`);
  }
}

function weekday(name: Value): number {
  if (typeof name !== "string")
    throw new MqlError(5439015, `$dateTrunc requires 'startOfWeek' to be a string, but got ${typeOf(name)}`);
  const day = weekdayOf(name);
  if (day === undefined)
    throw new MqlError(
      5439016,
      `$dateTrunc parameter 'startOfWeek' value cannot be recognized as a day of a week: ${name.slice(0, 60)}`,
    );
  return day;
}
