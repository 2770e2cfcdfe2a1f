import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { datePart, parseDatePart } from "./date-part.ts";

/** $minute: the minute of a date, 0 to 59, in a time zone. Null if the date or the zone is. */
export const minute = defineExpression({
  name: "$minute",
  parse: parseDatePart,
  evaluate: datePart("$minute", (local) => local.getUTCMinutes()),
  kinds: kinds.int | kinds.null,
  docs: {
    syntax: "{ $minute: date } or { $minute: { date: date, timezone?: zone } }",
    summary: "Gives the minute of a date.",
    examples: [
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $minute: "$a" }, out: 15 },
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $minute: { date: "$a", timezone: "+04:30" } }, out: 45 },
      { in: { a: null }, expr: { $minute: ["$a"] }, out: null },
      { in: { a: "x" }, expr: { $minute: "$a" }, error: 16006 },
    ],
  },
});
