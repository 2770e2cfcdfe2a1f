import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { datePart, parseDatePart } from "./date-part.ts";

/** $dayOfWeek: the day of the week of a date, 1 for Sunday to 7 for Saturday, in a time zone. Null if the date or the zone is. */
export const dayOfWeek = defineExpression({
  name: "$dayOfWeek",
  parse: parseDatePart,
  evaluate: datePart("$dayOfWeek", (local) => local.getUTCDay() + 1),
  kinds: kinds.int | kinds.null,
  docs: {
    syntax: "{ $dayOfWeek: date } or { $dayOfWeek: { date: date, timezone?: zone } }",
    summary: "Gives the day of the week of a date.",
    examples: [
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $dayOfWeek: "$a" }, out: 4 },
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $dayOfWeek: { date: "$a", timezone: "-09" } }, out: 3 },
      { in: { a: null }, expr: { $dayOfWeek: ["$a"] }, out: null },
      { in: { a: "x" }, expr: { $dayOfWeek: "$a" }, error: 16006 },
    ],
  },
});
