import { kinds } from "../../compiler/kinds.ts";
import { Binary, UUID } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { plainDetails } from "./details.ts";
import { unsupported } from "./failure.ts";
import { intoBinary } from "./into-string.ts";
import { shorthand } from "./shorthand.ts";

/** $toUUID: the text of a UUID as binary data of subtype 4. Null and missing give null. */
export const toUUID = defineExpression({
  name: "$toUUID",
  arity: 1,
  evaluate: shorthand(intoUuid),
  kinds: kinds.any,
  docs: {
    summary: "Converts a value to a UUID.",
    examples: [
      {
        in: { a: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6" },
        expr: { $toUUID: "$a" },
        out: new UUID("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
      },
      {
        in: { a: new UUID("f81d4fae-7dec-11d0-a765-00a0c91e6bf6") },
        expr: { $eq: [{ $toUUID: "$a" }, "$a"] },
        out: true,
      },
      { in: {}, expr: { $toUUID: "$a" }, out: null },
      { in: { a: "f81d4fae" }, expr: { $toUUID: "$a" }, error: 241 },
      { in: { a: new Binary(Uint8Array.of(1), 0) }, expr: { $toUUID: "$a" }, error: 241 },
    ],
  },
});

function intoUuid(value: Value): Value {
  if (typeof value !== "string" && !(value instanceof Binary)) throw unsupported(value, "binData");
  return intoBinary(value, { ...plainDetails, format: "uuid", subtype: Binary.SUBTYPE_UUID });
}
