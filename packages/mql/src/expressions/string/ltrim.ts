import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { trimFields, trimmer } from "./trimming.ts";

/** $ltrim: a string without whitespace, or certain characters, at its start. Null if an argument is. */
export const ltrim = defineExpression({
  name: "$ltrim",
  fields: trimFields,
  evaluate: trimmer("$ltrim", true, false),
  kinds: kinds.string | kinds.null,
  docs: {
    summary: "Removes characters from the start of a string.",
    examples: [
      { expr: { $ltrim: { input: " \n good  bye \t " } }, out: "good  bye \t " },
      { expr: { $ltrim: { input: "ggggoodbyeeeee", chars: "gd" } }, out: "oodbyeeeee" },
      { in: {}, expr: { $ltrim: { input: "$a" } }, out: null },
      { in: { a: 5 }, expr: { $ltrim: { input: "$a" } }, error: 50699 },
    ],
  },
});
