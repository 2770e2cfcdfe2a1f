import { bsonSize as sizeOf } from "../../codecs/bson-size.ts";
import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { isDocument, isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $bsonSize: the bytes of a document in BSON. Null for null. */
export const bsonSize = defineExpression({
  name: "$bsonSize",
  arity: 1,
  evaluate: (value: Value) => {
    if (isNullish(value)) return null;
    if (!isDocument(value)) throw new MqlError(31393, `$bsonSize requires a document input, found: ${typeOf(value)}`);
    return sizeOf(value);
  },
  kinds: kinds.int | kinds.null,
  docs: {
    summary: "Counts the bytes of a document in BSON.",
    examples: [
      { expr: { $bsonSize: { $literal: {} } }, out: 5 },
      { in: { a: { b: 1 } }, expr: { $bsonSize: "$a" }, out: 12 },
      { in: { b: "x" }, expr: { $bsonSize: "$$ROOT" }, out: 14 },
      { in: { a: null }, expr: { $bsonSize: "$a" }, out: null },
      { in: { a: [] }, expr: { $bsonSize: "$a" }, error: 31393 },
    ],
  },
});
