import { kinds } from "../../compiler/kinds.ts";
import { makeLong } from "../../values/numbers.ts";
import { defineExpression } from "../define.ts";
import { isoWeek } from "./calendar.ts";
import { datePart, parseDatePart } from "./date-part.ts";

/** $isoWeekYear: the year to which the ISO 8601 week of a date belongs, as a long. Null if the date or the zone is. */
export const isoWeekYear = defineExpression({
  name: "$isoWeekYear",
  parse: parseDatePart,
  evaluate: datePart("$isoWeekYear", (local) => makeLong(isoWeek(local).year)),
  kinds: kinds.numeric | kinds.null,
  docs: {
    syntax: "{ $isoWeekYear: date } or { $isoWeekYear: { date: date, timezone?: zone } }",
    summary: "Gives the year of the ISO week of a date.",
    examples: [
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $isoWeekYear: "$a" }, out: 2014n },
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $isoWeekYear: { date: "$a", timezone: "-09:00" } }, out: 2014n },
      { in: { a: null }, expr: { $isoWeekYear: ["$a"] }, out: null },
      { in: { a: "x" }, expr: { $isoWeekYear: "$a" }, error: 16006 },
      { in: { a: new Date("2016-01-01") }, expr: { $isoWeekYear: "$a" }, out: 2015n },
    ],
  },
});
