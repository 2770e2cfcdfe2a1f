import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { Binary } from "../../values/classes.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { byteLength } from "../string/text.ts";

/** $binarySize: the bytes of a string in UTF-8 or of binary data. Null for null. */
export const binarySize = defineExpression({
  name: "$binarySize",
  arity: 1,
  evaluate: (value: Value) => {
    if (isNullish(value)) return null;
    if (typeof value === "string") return byteLength(value);
    if (value instanceof Binary) return value.length();
    throw new MqlError(51276, `$binarySize requires a string or BinData argument, found: ${typeOf(value)}`);
  },
  kinds: kinds.int | kinds.null,
  docs: {
    summary: "Counts the bytes of a string or of binary data.",
    examples: [
      { in: { a: "caf\u00e9" }, expr: { $binarySize: "$a" }, out: 5 },
      { in: { a: new Binary(Uint8Array.of(1, 2, 3), 0) }, expr: { $binarySize: "$a" }, out: 3 },
      { in: { a: "" }, expr: { $binarySize: "$a" }, out: 0 },
      { in: {}, expr: { $binarySize: "$a" }, out: null },
      { in: { a: 5 }, expr: { $binarySize: "$a" }, error: 51276 },
    ],
  },
});
