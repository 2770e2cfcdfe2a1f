import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $split: the parts of a string between occurrences of a delimiter. Null if either is null or missing. */
export const split = defineExpression({
  name: "$split",
  arity: 2,
  evaluate: splitString,
  kinds: kinds.array | kinds.null,
  fresh: true,
  docs: {
    summary: "Splits a string at a delimiter.",
    examples: [
      { in: { a: "June-15-2013" }, expr: { $split: ["$a", "-"] }, out: ["June", "15", "2013"] },
      { in: { a: "banana" }, expr: { $split: ["$a", "z"] }, out: ["banana"] },
      { in: { a: null }, expr: { $split: ["$a", "-"] }, out: null },
      { in: { a: 5 }, expr: { $split: ["$a", "-"] }, error: 40085 },
      { in: { a: "x" }, expr: { $split: ["$a", 5] }, error: 40086 },
      { in: { a: "x" }, expr: { $split: ["$a", ""] }, error: 40087 },
    ],
  },
});

function splitString(text: Value, delimiter: Value): string[] | null {
  if (isNullish(text) || isNullish(delimiter)) return null;
  if (typeof text !== "string") throw new MqlError(40085, `$split requires a string as the first argument, not ${typeOf(text)}`);
  if (typeof delimiter !== "string") {
    throw new MqlError(40086, `$split requires a string as the second argument, not ${typeOf(delimiter)}`);
  }
  if (delimiter === "") throw new MqlError(40087, "$split requires a delimiter that is not empty");
  return text.split(delimiter);
}
