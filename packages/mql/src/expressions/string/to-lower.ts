import { kinds } from "../../compiler/kinds.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { coerceToString, isAscii } from "./coerce.ts";

/** $toLower: the string with its ASCII letters in lower case, others as they are. Null and missing give "". */
export const toLower = defineExpression({
  name: "$toLower",
  arity: 1,
  evaluate: (value: Value) => inLowerCase(coerceToString(value)),
  kinds: kinds.string,
  docs: {
    summary: "Turns the letters of a string into lower case.",
    examples: [
      { in: { a: "Big \u00c9" }, expr: { $toLower: "$a" }, out: "big \u00c9" },
      { in: { a: 2.5 }, expr: { $toLower: "$a" }, out: "2.5" },
      { in: {}, expr: { $toLower: "$a" }, out: "" },
      { in: { a: [] }, expr: { $toLower: "$a" }, error: 16007 },
    ],
  },
});

function inLowerCase(text: string): string {
  return isAscii(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
