import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { trimFields, trimmer } from "./trimming.ts";

/** $trim: a string without whitespace, or certain characters, at both ends. Null if an argument is. */
export const trim = defineExpression({
  name: "$trim",
  fields: trimFields,
  evaluate: trimmer("$trim", true, true),
  kinds: kinds.string | kinds.null,
  docs: {
    summary: "Removes characters from both ends of a string.",
    examples: [
      { expr: { $trim: { input: " \n good  bye \t " } }, out: "good  bye" },
      { expr: { $trim: { input: " ggggoodbyeeeee", chars: "ge" } }, out: " ggggoodby" },
      { expr: { $trim: { input: "    ggggoodbyeeeee", chars: " ge" } }, out: "oodby" },
      { in: { a: null }, expr: { $trim: { input: "$a" } }, out: null },
      { in: { a: null }, expr: { $trim: { input: "x", chars: "$a" } }, out: null },
      { in: { a: 5 }, expr: { $trim: { input: "$a" } }, error: 50699 },
      { in: { a: 5 }, expr: { $trim: { input: "x", chars: "$a" } }, error: 50700 },
    ],
  },
});
