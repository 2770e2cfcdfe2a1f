import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { datePart, parseDatePart } from "./date-part.ts";

/** $second: the second of a date, 0 to 59. Null if the date or the zone is. */
export const second = defineExpression({
  name: "$second",
  parse: parseDatePart,
  evaluate: datePart("$second", (local) => local.getUTCSeconds()),
  kinds: kinds.int | kinds.null,
  docs: {
    syntax: "{ $second: date } or { $second: { date: date, timezone?: zone } }",
    summary: "Gives the second of a date.",
    examples: [
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $second: "$a" }, out: 39 },
      { in: { a: new Date("2014-01-01T08:15:39.736Z") }, expr: { $second: { date: "$a", timezone: "Europe/Oslo" } }, out: 39 },
      { in: { a: null }, expr: { $second: ["$a"] }, out: null },
      { in: { a: "x" }, expr: { $second: "$a" }, error: 16006 },
    ],
  },
});
