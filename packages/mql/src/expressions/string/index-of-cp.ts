import { kinds } from "../../compiler/kinds.ts";
import { isNullish } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { searchRange } from "../search-range.ts";
import { pointCount, textOf, unitAfter } from "./text.ts";

/** $indexOfCP: where a string first holds another, counted in code points, −1 if nowhere; within a start and an end. Null for null. */
export const indexOfCP = defineExpression({
  name: "$indexOfCP",
  arity: [2, 4],
  evaluate: (...[value, wanted, ...range]: readonly Value[]) => {
    if (isNullish(value)) return null;
    const text = textOf("$indexOfCP", "its first argument", value, 40093);
    const part = textOf("$indexOfCP", "its second argument", wanted, 40094);
    const length = pointCount(text);
    const { start, end } = searchRange("$indexOfCP", range, length);
    if (start > end) return -1;
    const from = unitAfter(text, 0, start);
    const index = text.slice(0, unitAfter(text, from, end - start)).indexOf(part, from);
    return index === -1 ? -1 : pointCount(text.slice(0, index));
  },
  kinds: kinds.int | kinds.null,
  docs: {
    summary: "Gives the place of a string in another, in code points.",
    examples: [
      { expr: { $indexOfCP: ["cafeteria", "e"] }, out: 3 },
      { expr: { $indexOfCP: ["caf\u00e9\u{1f600}teria", "t"] }, out: 5 },
      { expr: { $indexOfCP: ["foo.bar.fi", ".", 5] }, out: 7 },
      { expr: { $indexOfCP: ["vanilla", "ll", 12] }, out: -1 },
      { in: { a: null }, expr: { $indexOfCP: ["$a", "x"] }, out: null },
      { in: { a: 5 }, expr: { $indexOfCP: ["$a", "x"] }, error: 40093 },
      { in: { a: null }, expr: { $indexOfCP: ["x", "$a"] }, error: 40094 },
    ],
  },
});
