import { kinds } from "../../compiler/kinds.ts";
import { BSONRegExp } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { checkRegex, matchDocument, matchFrom, regexFields, searchOf } from "./regex-search.ts";

/** $regexFind: the first match of a regular expression: what matched, where (in code points), and the captures. Null for none, and for null. */
export const regexFind = defineExpression({
  name: "$regexFind",
  costly: true,
  fields: regexFields,
  check: checkRegex,
  evaluate: (input: Value, regex: Value, options: Value) => {
    const search = searchOf("$regexFind", input, regex, options);
    if (search === undefined) return null;
    const match = matchFrom(search, 0);
    return match === undefined ? null : matchDocument(search.text, match);
  },
  kinds: kinds.document | kinds.null,
  fresh: true,
  docs: {
    summary: "Finds the first match of a regular expression.",
    examples: [
      {
        in: { a: "Caf\u00e9 line 12" },
        expr: { $regexFind: { input: "$a", regex: new BSONRegExp("line (\\d)(\\d)") } },
        out: { match: "line 12", idx: 5, captures: ["1", "2"] },
      },
      {
        in: { a: "\u{1f600}ABC" },
        expr: { $regexFind: { input: "$a", regex: "(x)?b", options: "i" } },
        out: { match: "B", idx: 2, captures: [null] },
      },
      { in: { a: "abc" }, expr: { $regexFind: { input: "$a", regex: "x" } }, out: null },
      { in: {}, expr: { $regexFind: { input: "$a", regex: "x" } }, out: null },
      { in: { a: 5 }, expr: { $regexFind: { input: "$a", regex: "x" } }, error: 51104 },
      { in: { a: 5 }, expr: { $regexFind: { input: "x", regex: "$a" } }, error: 51105 },
      { in: { a: "(" }, expr: { $regexFind: { input: "x", regex: "$a" } }, error: 51111 },
    ],
  },
});
