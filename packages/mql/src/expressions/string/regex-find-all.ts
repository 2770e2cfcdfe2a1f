import { kinds } from "../../compiler/kinds.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { checkRegex, matchDocument, matchFrom, regexFields, searchOf } from "./regex-search.ts";
import { unitAfter } from "./text.ts";

/** $regexFindAll: all matches of a regular expression, as $regexFind gives one. An empty array for none, and for null. */
export const regexFindAll = defineExpression({
  name: "$regexFindAll",
  costly: true,
  fields: regexFields,
  check: checkRegex,
  evaluate: (input: Value, regex: Value, options: Value) => {
    const search = searchOf("$regexFindAll", input, regex, options);
    return search === undefined ? [] : allMatches(search);
  },
  kinds: kinds.array,
  fresh: true,
  docs: {
    summary: "Finds all matches of a regular expression.",
    examples: [
      {
        in: { a: "First lines" },
        expr: { $regexFindAll: { input: "$a", regex: "(i)(r|n)" } },
        out: [
          { match: "ir", idx: 1, captures: ["i", "r"] },
          { match: "in", idx: 7, captures: ["i", "n"] },
        ],
      },
      {
        in: { a: "ab" },
        expr: { $regexFindAll: { input: "$a", regex: "x*" } },
        out: [
          { match: "", idx: 0, captures: [] },
          { match: "", idx: 1, captures: [] },
        ],
      },
      { in: { a: "abc" }, expr: { $regexFindAll: { input: "$a", regex: "x" } }, out: [] },
      { in: { a: null }, expr: { $regexFindAll: { input: "$a", regex: "x" } }, out: [] },
      { in: { a: 5 }, expr: { $regexFindAll: { input: "$a", regex: "x" } }, error: 51104 },
    ],
  },
});

/** An empty match moves on by one character; none is looked for at the very end of a text that is not empty. */
function allMatches(search: NonNullable<ReturnType<typeof searchOf>>): Document[] {
  const { text } = search;
  const matches: Document[] = [];
  for (let from = 0; from === 0 || from < text.length; ) {
    const match = matchFrom(search, from);
    if (match === undefined) break;
    matches.push(matchDocument(text, match));
    from = match.text === "" ? unitAfter(text, match.start, 1) : match.start + match.text.length;
    if (from === 0) break;
  }
  return matches;
}
