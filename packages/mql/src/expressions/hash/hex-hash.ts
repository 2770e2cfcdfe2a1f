import { kinds } from "../../compiler/kinds.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { encodeText } from "../type/text-formats.ts";
import { checkAlgorithm, digest, hashFields } from "./algorithms.ts";

/** $hexHash: the hash of a string in UTF-8 or of binary data, as upper-case hexadecimal digits: md5, sha256 or xxh64. Null for null. */
export const hexHash = defineExpression({
  name: "$hexHash",
  fields: hashFields,
  check: checkAlgorithm,
  evaluate: (input: Value, algorithm: Value) => {
    const bytes = digest("$hexHash", input, algorithm);
    return bytes && encodeText(bytes, "hex", 0);
  },
  kinds: kinds.string | kinds.null,
  docs: {
    summary: "Gives the hash of a value as hexadecimal digits.",
    examples: [
      {
        in: { a: "report.pdf" },
        expr: { $hexHash: { input: "$a", algorithm: "sha256" } },
        out: "6466E450A16B77B865C5829D6B6C56D9F892956475642DBEB9CCC4340FE01B15",
      },
      { in: { a: "" }, expr: { $hexHash: { input: "$a", algorithm: "md5" } }, out: "D41D8CD98F00B204E9800998ECF8427E" },
      { in: { a: "abc" }, expr: { $hexHash: { input: "$a", algorithm: "xxh64" } }, out: "44BC2CF5AD770999" },
      { in: {}, expr: { $hexHash: { input: "$a", algorithm: "md5" } }, out: null },
      { in: { a: [] }, expr: { $hexHash: { input: "$a", algorithm: "md5" } }, error: 14 },
    ],
  },
});
