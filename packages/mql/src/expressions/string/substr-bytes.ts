import { kinds } from "../../compiler/kinds.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { bytePart } from "./byte-part.ts";

/** $substrBytes: so many bytes of a string's UTF-8 from an index on, the rest for a negative number. A cut character is an error. */
export const substrBytes = defineExpression({
  name: "$substrBytes",
  arity: 3,
  evaluate: (value: Value, start: Value, count: Value) => bytePart("$substrBytes", value, start, count),
  kinds: kinds.string,
  docs: {
    summary: "Gives a part of a string, counted in bytes.",
    examples: [
      { in: { a: "abcde" }, expr: { $substrBytes: ["$a", 1, 2] }, out: "bc" },
      { in: { a: "caf\u00e9teria" }, expr: { $substrBytes: ["$a", 0, 5] }, out: "caf\u00e9" },
      { in: { a: "abcde" }, expr: { $substrBytes: ["$a", 2, -1] }, out: "cde" },
      { in: { a: null }, expr: { $substrBytes: ["$a", 0, 3] }, out: "" },
      { in: { a: "caf\u00e9teria" }, expr: { $substrBytes: ["$a", 4, 2] }, error: 28656 },
      { in: { a: "caf\u00e9teria" }, expr: { $substrBytes: ["$a", 0, 4] }, error: 28657 },
      { in: { a: "abc" }, expr: { $substrBytes: ["$a", "0", 1] }, error: 16034 },
    ],
  },
});
