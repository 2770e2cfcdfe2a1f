import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { replaceFields, replacer } from "./replacing.ts";

/** $replaceOne: a string with the first occurrence of another replaced. Null if an argument is. */
export const replaceOne = defineExpression({
  name: "$replaceOne",
  fields: replaceFields,
  evaluate: replacer("$replaceOne", (text, find, replacement) => text.replace(find, () => replacement)),
  kinds: kinds.string | kinds.null,
  docs: {
    summary: "Replaces the first occurrence of a string.",
    examples: [
      {
        in: { a: "blue paint, blue brush" },
        expr: { $replaceOne: { input: "$a", find: "blue", replacement: "red" } },
        out: "red paint, blue brush",
      },
      { in: { a: "abc" }, expr: { $replaceOne: { input: "$a", find: "x", replacement: "y" } }, out: "abc" },
      { in: {}, expr: { $replaceOne: { input: "$a", find: "x", replacement: "y" } }, out: null },
      { in: { a: 5 }, expr: { $replaceOne: { input: "$a", find: "x", replacement: "y" } }, error: 51746 },
    ],
  },
});
