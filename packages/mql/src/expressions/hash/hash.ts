import { kinds } from "../../compiler/kinds.ts";
import { Binary } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { checkAlgorithm, digest, hashFields } from "./algorithms.ts";

/** $hash: the hash of a string in UTF-8 or of binary data, as binary data: md5, sha256 or xxh64. Null for null. */
export const hash = defineExpression({
  name: "$hash",
  fields: hashFields,
  check: checkAlgorithm,
  evaluate: (input: Value, algorithm: Value) => {
    const bytes = digest("$hash", input, algorithm);
    return bytes && new Binary(bytes, 0);
  },
  kinds: kinds.any,
  docs: {
    summary: "Gives the hash of a value as binary data.",
    examples: [
      {
        in: { a: "" },
        expr: { $hash: { input: "$a", algorithm: "xxh64" } },
        out: new Binary(Uint8Array.of(0xef, 0x46, 0xdb, 0x37, 0x51, 0xd8, 0xe9, 0x99), 0),
      },
      { in: { a: "x" }, expr: { $binarySize: { $hash: { input: "$a", algorithm: "sha256" } } }, out: 32 },
      { in: { a: null }, expr: { $hash: { input: "$a", algorithm: "md5" } }, out: null },
      { in: { a: 5 }, expr: { $hash: { input: "$a", algorithm: "md5" } }, error: 14 },
      { in: { a: "sha1" }, expr: { $hash: { input: "x", algorithm: "$a" } }, error: 2 },
    ],
  },
});
