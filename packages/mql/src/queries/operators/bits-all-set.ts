import { defineFieldOperator } from "../define.ts";
import { parseBits } from "./bits.ts";

/** $bitsAllSet: whole numbers and binary data in which all of the bits are 1. */
export const bitsAllSet = defineFieldOperator({
  name: "$bitsAllSet",
  parse: (parser, node, pointer, path) =>
    parseBits("$bitsAllSet", (value, mask) => (value & mask) === mask, parser, node, pointer, path),
  docs: {
    syntax: "{ field: { $bitsAllSet: mask } } or { field: { $bitsAllSet: [position, …] } }",
    summary: "Selects documents with a value in which all of the bits are 1.",
    examples: [
      { in: { a: 54 }, query: { a: { $bitsAllSet: 50 } }, out: true },
      { in: { a: 20 }, query: { a: { $bitsAllSet: 50 } }, out: false },
      { in: { a: 54 }, query: { a: { $bitsAllSet: [1, 5] } }, out: true },
      { in: { a: "54" }, query: { a: { $bitsAllSet: 1 } }, out: false },
    ],
  },
});
