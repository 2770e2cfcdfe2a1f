import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { isoWeek } from "./calendar.ts";
import { datePart, parseDatePart } from "./date-part.ts";

/** $isoWeek: the ISO 8601 week of a date, 1 to 53: week 1 has the first Thursday of the year. Null if the date or the zone is. */
export const isoWeekExpression = defineExpression({
  name: "$isoWeek",
  parse: parseDatePart,
  evaluate: datePart("$isoWeek", (local) => isoWeek(local).week),
  kinds: kinds.int | kinds.null,
  docs: {
    syntax: "{ $isoWeek: date } or { $isoWeek: { date: date, timezone?: zone } }",
    summary: "Gives the ISO week of a date.",
    examples: [
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $isoWeek: "$a" }, out: 1 },
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $isoWeek: { date: "$a", timezone: "-09:00" } }, out: 1 },
      { in: { a: null }, expr: { $isoWeek: ["$a"] }, out: null },
      { in: { a: "x" }, expr: { $isoWeek: "$a" }, error: 16006 },
      { in: { a: new Date("2016-01-01") }, expr: { $isoWeek: "$a" }, out: 53 },
    ],
  },
});
