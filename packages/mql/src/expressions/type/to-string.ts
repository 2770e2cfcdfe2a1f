import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { intoString } from "./into-string.ts";
import { shorthand } from "./shorthand.ts";

/** $toString: the value as a string, as `$convert` does without options. Null and missing give null. */
export const toStringExpression = defineExpression({
  name: "$toString",
  arity: 1,
  evaluate: shorthand(intoString),
  kinds: kinds.string | kinds.null,
  docs: {
    summary: "Converts a value to a string.",
    examples: [
      { in: { a: 2.5 }, expr: { $toString: "$a" }, out: "2.5" },
      { in: { a: new Date(0) }, expr: { $toString: "$a" }, out: "1970-01-01T00:00:00.000Z" },
      { in: { a: null }, expr: { $toString: "$a" }, out: null },
      { in: { a: [1] }, expr: { $toString: "$a" }, error: 241 },
    ],
  },
});
