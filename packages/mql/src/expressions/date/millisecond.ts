import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { datePart, parseDatePart } from "./date-part.ts";

/** $millisecond: the millisecond of a date, 0 to 999. Null if the date or the zone is. */
export const millisecond = defineExpression({
  name: "$millisecond",
  parse: parseDatePart,
  evaluate: datePart("$millisecond", (local) => local.getUTCMilliseconds()),
  kinds: kinds.int | kinds.null,
  docs: {
    syntax: "{ $millisecond: date } or { $millisecond: { date: date, timezone?: zone } }",
    summary: "Gives the millisecond of a date.",
    examples: [
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $millisecond: "$a" }, out: 736 },
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $millisecond: { date: "$a", timezone: "UTC" } }, out: 736 },
      { in: { a: null }, expr: { $millisecond: ["$a"] }, out: null },
      { in: { a: "x" }, expr: { $millisecond: "$a" }, error: 16006 },
    ],
  },
});
