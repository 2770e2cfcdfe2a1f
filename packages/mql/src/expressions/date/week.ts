import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { sundayWeek } from "./calendar.ts";
import { datePart, parseDatePart } from "./date-part.ts";

/** $week: the week of the year of a date, 0 to 53: weeks begin on Sundays, week 1 with the first of them. Null if the date or the zone is. */
export const week = defineExpression({
  name: "$week",
  parse: parseDatePart,
  evaluate: datePart("$week", sundayWeek),
  kinds: kinds.int | kinds.null,
  docs: {
    syntax: "{ $week: date } or { $week: { date: date, timezone?: zone } }",
    summary: "Gives the week of the year of a date.",
    examples: [
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $week: "$a" }, out: 0 },
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $week: { date: "$a", timezone: "-09:00" } }, out: 52 },
      { in: { a: null }, expr: { $week: ["$a"] }, out: null },
      { in: { a: "x" }, expr: { $week: "$a" }, error: 16006 },
    ],
  },
});
