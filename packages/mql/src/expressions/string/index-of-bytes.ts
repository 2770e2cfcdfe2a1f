import { kinds } from "../../compiler/kinds.ts";
import { isNullish } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { searchRange } from "../search-range.ts";
import { isAscii } from "./coerce.ts";
import { byteLength, textOf, utf8Bytes } from "./text.ts";

/** $indexOfBytes: where a string first holds another, counted in UTF-8 bytes, −1 if nowhere; within a start and an end. Null for null. */
export const indexOfBytes = defineExpression({
  name: "$indexOfBytes",
  arity: [2, 4],
  evaluate: (...[value, wanted, ...range]: readonly Value[]) => {
    if (isNullish(value)) return null;
    const text = textOf("$indexOfBytes", "its first argument", value, 40091);
    const part = textOf("$indexOfBytes", "its second argument", wanted, 40092);
    const { start, end } = searchRange("$indexOfBytes", range, byteLength(text));
    if (start > end) return -1;
    return byteForm(text).slice(0, end).indexOf(byteForm(part), start);
  },
  kinds: kinds.int | kinds.null,
  docs: {
    summary: "Gives the place of a string in another, in bytes.",
    examples: [
      { expr: { $indexOfBytes: ["cafeteria", "e"] }, out: 3 },
      { expr: { $indexOfBytes: ["caf\u00e9teria", "t"] }, out: 5 },
      { expr: { $indexOfBytes: ["foo.bar.fi", ".", 5] }, out: 7 },
      { expr: { $indexOfBytes: ["vanilla", "ll", 0, 2] }, out: -1 },
      { expr: { $indexOfBytes: ["vanilla", "nilla", 3] }, out: -1 },
      { in: {}, expr: { $indexOfBytes: ["$a", "x"] }, out: null },
      { in: { a: 5 }, expr: { $indexOfBytes: ["$a", "x"] }, error: 40091 },
      { in: { a: 5 }, expr: { $indexOfBytes: ["x", "$a"] }, error: 40092 },
    ],
  },
});

/** The text with one character for each byte of its UTF-8. */
function byteForm(text: string): string {
  if (isAscii(text)) return text;
  let form = "";
  for (const byte of utf8Bytes(text)) form += String.fromCharCode(byte);
  return form;
}
