import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { replaceFields, replacer } from "./replacing.ts";

/** $replaceAll: a string with all occurrences of another replaced. Null if an argument is. */
export const replaceAll = defineExpression({
  name: "$replaceAll",
  fields: replaceFields,
  evaluate: replacer("$replaceAll", (text, find, replacement) =>
    find === "" ? ["", ...text, ""].join(replacement) : text.replaceAll(find, () => replacement),
  ),
  kinds: kinds.string | kinds.null,
  docs: {
    summary: "Replaces all occurrences of a string.",
    examples: [
      {
        in: { a: "blue paint, blue brush" },
        expr: { $replaceAll: { input: "$a", find: "blue", replacement: "red" } },
        out: "red paint, red brush",
      },
      { in: { a: "aaa" }, expr: { $replaceAll: { input: "$a", find: "aa", replacement: "b" } }, out: "ba" },
      { in: { a: null }, expr: { $replaceAll: { input: "x", find: "$a", replacement: "y" } }, out: null },
      { in: { a: 5 }, expr: { $replaceAll: { input: "x", find: "$a", replacement: "y" } }, error: 51745 },
      { in: { a: 5 }, expr: { $replaceAll: { input: "x", find: "x", replacement: "$a" } }, error: 51744 },
    ],
  },
});
