import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { intoBool } from "./into-other.ts";
import { shorthand } from "./shorthand.ts";

/** $toBool: the value as a boolean, as `$convert` does without options. Null and missing give null. */
export const toBool = defineExpression({
  name: "$toBool",
  arity: 1,
  evaluate: shorthand(intoBool),
  kinds: kinds.bool | kinds.null,
  docs: {
    summary: "Converts a value to a boolean.",
    examples: [
      { in: { a: 0 }, expr: { $toBool: "$a" }, out: false },
      { in: { a: "false" }, expr: { $toBool: "$a" }, out: true },
      { in: {}, expr: { $toBool: "$a" }, out: null },
    ],
  },
});
