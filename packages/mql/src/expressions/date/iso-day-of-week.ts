import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { datePart, parseDatePart } from "./date-part.ts";

/** $isoDayOfWeek: the day of the week of a date, 1 for Monday to 7 for Sunday, in a time zone. Null if the date or the zone is. */
export const isoDayOfWeek = defineExpression({
  name: "$isoDayOfWeek",
  parse: parseDatePart,
  evaluate: datePart("$isoDayOfWeek", (local) => local.getUTCDay() || 7),
  kinds: kinds.int | kinds.null,
  docs: {
    syntax: "{ $isoDayOfWeek: date } or { $isoDayOfWeek: { date: date, timezone?: zone } }",
    summary: "Gives the ISO day of the week of a date.",
    examples: [
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $isoDayOfWeek: "$a" }, out: 3 },
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $isoDayOfWeek: { date: "$a", timezone: "-09:00" } }, out: 2 },
      { in: { a: null }, expr: { $isoDayOfWeek: ["$a"] }, out: null },
      { in: { a: "x" }, expr: { $isoDayOfWeek: "$a" }, error: 16006 },
      { in: { a: new Date("2017-01-01") }, expr: { $isoDayOfWeek: "$a" }, out: 7 },
    ],
  },
});
