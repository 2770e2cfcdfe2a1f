import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { dayOfYear } from "./calendar.ts";
import { datePart, parseDatePart } from "./date-part.ts";

/** $dayOfYear: the day of the year of a date, 1 to 366, in a time zone. Null if the date or the zone is. */
export const dayOfYearExpression = defineExpression({
  name: "$dayOfYear",
  parse: parseDatePart,
  evaluate: datePart("$dayOfYear", dayOfYear),
  kinds: kinds.int | kinds.null,
  docs: {
    syntax: "{ $dayOfYear: date } or { $dayOfYear: { date: date, timezone?: zone } }",
    summary: "Gives the day of the year of a date.",
    examples: [
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $dayOfYear: "$a" }, out: 1 },
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $dayOfYear: { date: "$a", timezone: "-09:00" } }, out: 365 },
      { in: { a: null }, expr: { $dayOfYear: ["$a"] }, out: null },
      { in: { a: "x" }, expr: { $dayOfYear: "$a" }, error: 16006 },
    ],
  },
});
