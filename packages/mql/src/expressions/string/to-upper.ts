import { kinds } from "../../compiler/kinds.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { coerceToString, isAscii } from "./coerce.ts";

/** $toUpper: the string with its ASCII letters in upper case, others as they are. Null and missing give "". */
export const toUpper = defineExpression({
  name: "$toUpper",
  arity: 1,
  evaluate: (value: Value) => inUpperCase(coerceToString(value)),
  kinds: kinds.string,
  docs: {
    summary: "Turns the letters of a string into upper case.",
    examples: [
      { in: { a: "Big \u00e9" }, expr: { $toUpper: "$a" }, out: "BIG \u00e9" },
      { in: { a: 2.5 }, expr: { $toUpper: "$a" }, out: "2.5" },
      { in: {}, expr: { $toUpper: "$a" }, out: "" },
      { in: { a: [] }, expr: { $toUpper: "$a" }, error: 16007 },
    ],
  },
});

/** With the ASCII letters in upper case, others as they are. */
export function inUpperCase(text: string): string {
  return isAscii(text) ? text.toUpperCase() : text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
