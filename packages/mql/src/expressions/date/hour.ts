import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { datePart, parseDatePart } from "./date-part.ts";

/** $hour: the hour of a date, 0 to 23, in a time zone. Null if the date or the zone is. */
export const hour = defineExpression({
  name: "$hour",
  parse: parseDatePart,
  evaluate: datePart("$hour", (local) => local.getUTCHours()),
  kinds: kinds.int | kinds.null,
  docs: {
    syntax: "{ $hour: date } or { $hour: { date: date, timezone?: zone } }",
    summary: "Gives the hour of a date.",
    examples: [
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $hour: "$a" }, out: 8 },
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $hour: { date: "$a", timezone: "America/New_York" } }, out: 3 },
      { in: { a: null }, expr: { $hour: ["$a"] }, out: null },
      { in: { a: "x" }, expr: { $hour: "$a" }, error: 16006 },
    ],
  },
});
