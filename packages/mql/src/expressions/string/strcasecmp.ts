import { kinds } from "../../compiler/kinds.ts";
import { compareStrings } from "../../values/compare.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { coerceToString } from "./coerce.ts";
import { inUpperCase } from "./to-upper.ts";

/** $strcasecmp: compares two strings, ASCII letters regardless of case: −1, 0 or 1. Null and missing count as the empty string. */
export const strcasecmp = defineExpression({
  name: "$strcasecmp",
  arity: 2,
  evaluate: (a: Value, b: Value) => Math.sign(compareStrings(inUpperCase(coerceToString(a)), inUpperCase(coerceToString(b)))),
  kinds: kinds.int,
  docs: {
    summary: "Compares strings regardless of case.",
    examples: [
      { in: { a: "13Q1" }, expr: { $strcasecmp: ["$a", "13q4"] }, out: -1 },
      { in: { a: "13q4" }, expr: { $strcasecmp: ["$a", "13Q4"] }, out: 0 },
      { in: { a: "14Q2" }, expr: { $strcasecmp: ["$a", "13q4"] }, out: 1 },
      { in: { a: null }, expr: { $strcasecmp: ["$a", ""] }, out: 0 },
      { in: { a: [] }, expr: { $strcasecmp: ["$a", ""] }, error: 16007 },
    ],
  },
});
