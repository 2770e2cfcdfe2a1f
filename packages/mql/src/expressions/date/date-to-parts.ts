import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { isoWeek } from "./calendar.ts";
import { timeOf } from "./coerce.ts";
import { zoneOf } from "./zone.ts";

/** $dateToParts: year, month, day (or ISO year, week, day) and time of a date as a document, in a time zone. Null if an argument is. */
export const dateToParts = defineExpression({
  name: "$dateToParts",
  fields: { date: "required", timezone: { default: "UTC" }, iso8601: { default: false } },
  evaluate: (date: Value, timezone: Value, iso8601: Value) => {
    if (isNullish(date) || isNullish(iso8601)) return null;
    if (typeof iso8601 !== "boolean")
      throw new MqlError(40521, `$dateToParts requires 'iso8601' to be a bool, found: ${typeOf(iso8601)}`);
    const zone = zoneOf("$dateToParts", timezone);
    if (zone === undefined) return null;
    const time = timeOf("$dateToParts", date);
    return partsOf(new Date(time + zone.offsetAt(time)), iso8601);
  },
  kinds: kinds.document | kinds.null,
  fresh: true,
  docs: {
    summary: "Gives the parts of a date.",
    examples: [
      {
        in: { a: new Date("2017-01-01T01:29:09.123Z") },
        expr: { $dateToParts: { date: "$a" } },
        out: { year: 2017, month: 1, day: 1, hour: 1, minute: 29, second: 9, millisecond: 123 },
      },
      {
        in: { a: new Date("2017-01-01T01:29:09.123Z") },
        expr: { $dateToParts: { date: "$a", iso8601: true } },
        out: { isoWeekYear: 2016, isoWeek: 52, isoDayOfWeek: 7, hour: 1, minute: 29, second: 9, millisecond: 123 },
      },
      {
        in: { a: new Date("2017-01-01T01:29:09.123Z") },
        expr: { $dateToParts: { date: "$a", timezone: "America/New_York" } },
        out: { year: 2016, month: 12, day: 31, hour: 20, minute: 29, second: 9, millisecond: 123 },
      },
      { in: { a: null }, expr: { $dateToParts: { date: "$a" } }, out: null },
      { in: { a: "x" }, expr: { $dateToParts: { date: "$a" } }, error: 16006 },
      { in: { i: 1 }, expr: { $dateToParts: { date: new Date(0), iso8601: "$i" } }, error: 40521 },
    ],
  },
});

function partsOf(local: Date, iso8601: boolean): Document {
  const { year, week } = isoWeek(local);
  const day = iso8601
    ? { isoWeekYear: year, isoWeek: week, isoDayOfWeek: local.getUTCDay() || 7 }
    : { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
  return {
    ...day,
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    millisecond: local.getUTCMilliseconds(),
  };
}
