import { kinds } from "../../compiler/kinds.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { bytePart } from "./byte-part.ts";

/** $substr: the old name of $substrBytes. */
export const substr = defineExpression({
  name: "$substr",
  arity: 3,
  evaluate: (value: Value, start: Value, count: Value) => bytePart("$substr", value, start, count),
  kinds: kinds.string,
  docs: {
    summary: "Gives a part of a string, counted in bytes.",
    examples: [
      { in: { a: "13Q1" }, expr: { $substr: ["$a", 0, 2] }, out: "13" },
      { in: { a: "13Q1" }, expr: { $substr: ["$a", 2, -1] }, out: "Q1" },
      { in: { a: 2013 }, expr: { $substr: ["$a", 2, 2] }, out: "13" },
      { in: {}, expr: { $substr: ["$a", 0, 2] }, out: "" },
      { in: { a: "abc" }, expr: { $substr: ["$a", 0, "1"] }, error: 16035 },
    ],
  },
});
