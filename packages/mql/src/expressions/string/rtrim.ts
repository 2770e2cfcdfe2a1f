import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { trimFields, trimmer } from "./trimming.ts";

/** $rtrim: a string without whitespace, or certain characters, at its end. Null if an argument is. */
export const rtrim = defineExpression({
  name: "$rtrim",
  fields: trimFields,
  evaluate: trimmer("$rtrim", false, true),
  kinds: kinds.string | kinds.null,
  docs: {
    summary: "Removes characters from the end of a string.",
    examples: [
      { expr: { $rtrim: { input: " \n good  bye \t " } }, out: " \n good  bye" },
      { expr: { $rtrim: { input: "ggggoodbyeeeee", chars: "ey" } }, out: "ggggoodb" },
      { in: { a: null }, expr: { $rtrim: { input: "$a" } }, out: null },
      { in: { a: [] }, expr: { $rtrim: { input: "$a" } }, error: 50699 },
    ],
  },
});
