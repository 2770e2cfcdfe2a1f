import { kinds } from "../../compiler/kinds.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { pointCount, textOf } from "./text.ts";

/** $strLenCP: the number of code points of a string. Anything else is an error, null and missing too. */
export const strLenCP = defineExpression({
  name: "$strLenCP",
  arity: 1,
  evaluate: (value: Value) => pointCount(textOf("$strLenCP", "its argument", value, 34471)),
  kinds: kinds.int,
  docs: {
    summary: "Counts the code points of a string.",
    examples: [
      { in: { a: "abcde" }, expr: { $strLenCP: "$a" }, out: 5 },
      { in: { a: "caf\u00e9" }, expr: { $strLenCP: "$a" }, out: 4 },
      { in: { a: "\u{1f600}!" }, expr: { $strLenCP: "$a" }, out: 2 },
      { in: {}, expr: { $strLenCP: "$a" }, error: 34471 },
    ],
  },
});
