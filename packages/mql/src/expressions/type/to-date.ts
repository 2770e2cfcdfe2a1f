import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { intoDate } from "./into-other.ts";
import { shorthand } from "./shorthand.ts";

/** $toDate: the value as a date, as `$convert` does without options. Null and missing give null. */
export const toDate = defineExpression({
  name: "$toDate",
  arity: 1,
  evaluate: shorthand(intoDate),
  kinds: kinds.date | kinds.null,
  docs: {
    summary: "Converts a value to a date.",
    examples: [
      { in: { a: "2018-03-20T11:30:05Z" }, expr: { $toDate: "$a" }, out: new Date("2018-03-20T11:30:05Z") },
      { in: { a: 1_500_000_000_000 }, expr: { $toDate: "$a" }, out: new Date(1_500_000_000_000) },
      { in: { a: null }, expr: { $toDate: "$a" }, out: null },
      { in: { a: 5 }, expr: { $toDate: "$a" }, error: 241 },
      { in: { a: "Friday" }, expr: { $toDate: "$a" }, error: 241 },
    ],
  },
});
