import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { datePart, parseDatePart } from "./date-part.ts";

/** $dayOfMonth: the day of the month of a date, 1 to 31, in a time zone. Null if the date or the zone is. */
export const dayOfMonth = defineExpression({
  name: "$dayOfMonth",
  parse: parseDatePart,
  evaluate: datePart("$dayOfMonth", (local) => local.getUTCDate()),
  kinds: kinds.int | kinds.null,
  docs: {
    syntax: "{ $dayOfMonth: date } or { $dayOfMonth: { date: date, timezone?: zone } }",
    summary: "Gives the day of the month of a date.",
    examples: [
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $dayOfMonth: "$a" }, out: 1 },
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $dayOfMonth: { date: "$a", timezone: "-0900" } }, out: 31 },
      { in: { a: null }, expr: { $dayOfMonth: ["$a"] }, out: null },
      { in: { a: "x" }, expr: { $dayOfMonth: "$a" }, error: 16006 },
    ],
  },
});
