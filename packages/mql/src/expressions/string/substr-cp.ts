import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { coerceToString } from "./coerce.ts";
import { unitAfter } from "./text.ts";

/** $substrCP: so many characters (code points) of a string from an index on. Null and missing count as the empty string. */
export const substrCP = defineExpression({
  name: "$substrCP",
  arity: 3,
  evaluate: substring,
  kinds: kinds.string,
  docs: {
    summary: "Gives a part of a string, counted in code points.",
    examples: [
      { in: { a: "caf\u00e9teria" }, expr: { $substrCP: ["$a", 3, 2] }, out: "\u00e9t" },
      { in: { a: "a\u{1f600}b" }, expr: { $substrCP: ["$a", 1, 1] }, out: "\u{1f600}" },
      { in: { a: "abc" }, expr: { $substrCP: ["$a", 1, 10] }, out: "bc" },
      { in: {}, expr: { $substrCP: ["$a", 0, 1] }, out: "" },
      { in: { a: "abc" }, expr: { $substrCP: ["$a", "1", 1] }, error: 34450 },
      { in: { a: "abc" }, expr: { $substrCP: ["$a", 0, -1] }, error: 34454 },
    ],
  },
});

function substring(value: Value, start: Value, count: Value): string {
  const text = coerceToString(value);
  const from = natural("starting index", start, [34450, 34451, 34455]);
  const length = natural("length", count, [34452, 34453, 34454]);
  const first = unitAfter(text, 0, from);
  return text.slice(first, unitAfter(text, first, length));
}

function natural(what: string, value: Value, [typeCode, wholeCode, signCode]: readonly [number, number, number]): number {
  if (!isNumeric(value)) throw new MqlError(typeCode, `$substrCP: ${what} must be a numeric type, not ${typeOf(value)}`);
  const number = numberOf(value);
  if ((number | 0) !== number) throw new MqlError(wholeCode, `$substrCP: ${what} must be a 32-bit integral value, not ${number}`);
  if (number < 0) throw new MqlError(signCode, `$substrCP: ${what} must not be negative, but is ${number}`);
  return number;
}
