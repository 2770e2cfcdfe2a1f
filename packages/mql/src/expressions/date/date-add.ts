import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { checkShift, shifter, shiftFields } from "./shift.ts";

/** $dateAdd: a date so many units of time later, by the clocks of a time zone. Null if an argument is. */
export const dateAdd = defineExpression({
  name: "$dateAdd",
  fields: shiftFields,
  check: checkShift,
  evaluate: shifter("$dateAdd", 1),
  kinds: kinds.date | kinds.null,
  docs: {
    summary: "Adds units of time to a date.",
    examples: [
      {
        in: { a: new Date("2020-10-31T12:10:05Z") },
        expr: { $dateAdd: { startDate: "$a", unit: "month", amount: 1 } },
        out: new Date("2020-11-30T12:10:05Z"),
      },
      {
        in: { a: new Date("2021-03-13T17:00:00Z") },
        expr: { $dateAdd: { startDate: "$a", unit: "day", amount: 1, timezone: "America/New_York" } },
        out: new Date("2021-03-14T16:00:00Z"),
      },
      {
        in: { a: new Date("2021-03-13T17:00:00Z") },
        expr: { $dateAdd: { startDate: "$a", unit: "hour", amount: 24, timezone: "America/New_York" } },
        out: new Date("2021-03-14T17:00:00Z"),
      },
      { in: { a: null }, expr: { $dateAdd: { startDate: "$a", unit: "day", amount: 1 } }, out: null },
      { in: { a: "x" }, expr: { $dateAdd: { startDate: "$a", unit: "day", amount: 1 } }, error: 5166403 },
      { in: { a: new Date(0), n: 1.5 }, expr: { $dateAdd: { startDate: "$a", unit: "day", amount: "$n" } }, error: 5166405 },
    ],
  },
});
