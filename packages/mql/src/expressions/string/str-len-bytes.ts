import { kinds } from "../../compiler/kinds.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { byteLength, textOf } from "./text.ts";

/** $strLenBytes: the number of bytes of a string in UTF-8. Anything else is an error, null and missing too. */
export const strLenBytes = defineExpression({
  name: "$strLenBytes",
  arity: 1,
  evaluate: (value: Value) => byteLength(textOf("$strLenBytes", "its argument", value, 34473)),
  kinds: kinds.int,
  docs: {
    summary: "Counts the bytes of a string.",
    examples: [
      { in: { a: "abcde" }, expr: { $strLenBytes: "$a" }, out: 5 },
      { in: { a: "caf\u00e9" }, expr: { $strLenBytes: "$a" }, out: 5 },
      { in: { a: "\u5bff\u53f8" }, expr: { $strLenBytes: "$a" }, out: 6 },
      { in: { a: "" }, expr: { $strLenBytes: "$a" }, out: 0 },
      { in: { a: null }, expr: { $strLenBytes: "$a" }, error: 34473 },
    ],
  },
});
