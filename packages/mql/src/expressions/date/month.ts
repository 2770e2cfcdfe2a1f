import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { datePart, parseDatePart } from "./date-part.ts";

/** $month: the month of a date, 1 to 12, in a time zone. Null if the date or the zone is. */
export const month = defineExpression({
  name: "$month",
  parse: parseDatePart,
  evaluate: datePart("$month", (local) => local.getUTCMonth() + 1),
  kinds: kinds.int | kinds.null,
  docs: {
    syntax: "{ $month: date } or { $month: { date: date, timezone?: zone } }",
    summary: "Gives the month of a date.",
    examples: [
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $month: "$a" }, out: 1 },
      {
        in: { a: new Date("2014-01-01T08:15:39.736Z") },
        expr: { $month: { date: "$a", timezone: "Pacific/Honolulu" } },
        out: 12,
      },
      { in: { a: null }, expr: { $month: ["$a"] }, out: null },
      { in: { a: "x" }, expr: { $month: "$a" }, error: 16006 },
    ],
  },
});
