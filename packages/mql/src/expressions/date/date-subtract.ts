import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { checkShift, shifter, shiftFields } from "./shift.ts";

/** $dateSubtract: a date so many units of time earlier, by the clocks of a time zone. Null if an argument is. */
export const dateSubtract = defineExpression({
  name: "$dateSubtract",
  fields: shiftFields,
  check: checkShift,
  evaluate: shifter("$dateSubtract", -1),
  kinds: kinds.date | kinds.null,
  docs: {
    summary: "Subtracts units of time from a date.",
    examples: [
      {
        in: { a: new Date("2021-03-31T00:00:00Z") },
        expr: { $dateSubtract: { startDate: "$a", unit: "month", amount: 1 } },
        out: new Date("2021-02-28T00:00:00Z"),
      },
      {
        in: { a: new Date("2021-03-15T16:00:00Z") },
        expr: { $dateSubtract: { startDate: "$a", unit: "week", amount: 1, timezone: "America/New_York" } },
        out: new Date("2021-03-08T17:00:00Z"),
      },
      { in: { a: new Date(5000) }, expr: { $dateSubtract: { startDate: "$a", unit: "second", amount: 3 } }, out: new Date(2000) },
      { in: {}, expr: { $dateSubtract: { startDate: new Date(0), unit: "day", amount: "$n" } }, out: null },
      { in: { u: 5 }, expr: { $dateSubtract: { startDate: new Date(0), unit: "$u", amount: 1 } }, error: 5166402 },
      { in: { u: "eon" }, expr: { $dateSubtract: { startDate: new Date(0), unit: "$u", amount: 1 } }, error: 9 },
    ],
  },
});
