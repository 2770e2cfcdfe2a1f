import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { datePart, parseDatePart } from "./date-part.ts";

/** $year: the year of a date, in a time zone. Null if the date or the zone is. */
export const year = defineExpression({
  name: "$year",
  parse: parseDatePart,
  evaluate: datePart("$year", (local) => local.getUTCFullYear()),
  kinds: kinds.int | kinds.null,
  docs: {
    syntax: "{ $year: date } or { $year: { date: date, timezone?: zone } }",
    summary: "Gives the year of a date.",
    examples: [
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $year: "$a" }, out: 2014 },
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $year: { date: "$a", timezone: "-10:00" } }, out: 2013 },
      { in: { a: null }, expr: { $year: ["$a"] }, out: null },
      { in: { a: "x" }, expr: { $year: "$a" }, error: 16006 },
    ],
  },
});
