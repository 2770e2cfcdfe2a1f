import { kinds } from "../../compiler/kinds.ts";
import { BSONRegExp } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { checkRegex, regexFields, searchOf } from "./regex-search.ts";

/** $regexMatch: whether a string matches a regular expression; false for null. */
export const regexMatch = defineExpression({
  name: "$regexMatch",
  costly: true,
  fields: regexFields,
  check: checkRegex,
  evaluate: (input: Value, regex: Value, options: Value) => {
    const search = searchOf("$regexMatch", input, regex, options);
    if (search === undefined) return false;
    search.regex.lastIndex = 0;
    return search.regex.test(search.text);
  },
  kinds: kinds.bool,
  docs: {
    summary: "Tells whether a string matches a regular expression.",
    examples: [
      { in: { a: "Single LINE" }, expr: { $regexMatch: { input: "$a", regex: new BSONRegExp("line", "i") } }, out: true },
      { in: { a: "Single LINE" }, expr: { $regexMatch: { input: "$a", regex: "line" } }, out: false },
      { in: {}, expr: { $regexMatch: { input: "$a", regex: "line" } }, out: false },
      { in: { a: 5 }, expr: { $regexMatch: { input: "$a", regex: "line" } }, error: 51104 },
      { in: { o: 5 }, expr: { $regexMatch: { input: "x", regex: "x", options: "$o" } }, error: 51106 },
    ],
  },
});
