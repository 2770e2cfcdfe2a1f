import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { intoArray } from "./into-container.ts";
import { shorthand } from "./shorthand.ts";

/** $toArray: the value as an array, as `$convert` does without options: JSON text is read. Null and missing give null. */
export const toArray = defineExpression({
  name: "$toArray",
  arity: 1,
  evaluate: shorthand(intoArray),
  kinds: kinds.array | kinds.null,
  docs: {
    summary: "Converts a value to an array.",
    examples: [
      {
        in: { a: '[1, "x", 2.0]' },
        expr: { $map: { input: { $toArray: "$a" }, in: { $type: "$$this" } } },
        out: ["int", "string", "double"],
      },
      { in: { a: [1] }, expr: { $toArray: "$a" }, out: [1] },
      { in: {}, expr: { $toArray: "$a" }, out: null },
      { in: { a: "{}" }, expr: { $toArray: "$a" }, error: 241 },
      { in: { a: 5 }, expr: { $toArray: "$a" }, error: 241 },
    ],
  },
});
