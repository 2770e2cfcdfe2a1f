import { defineFieldOperator } from "../define.ts";
import { parseBits } from "./bits.ts";

/** $bitsAnySet: whole numbers and binary data in which any of the bits is 1. */
export const bitsAnySet = defineFieldOperator({
  name: "$bitsAnySet",
  parse: (parser, node, pointer, path) =>
    parseBits("$bitsAnySet", (value, mask) => (value & mask) !== 0n, parser, node, pointer, path),
  docs: {
    syntax: "{ field: { $bitsAnySet: mask } } or { field: { $bitsAnySet: [position, …] } }",
    summary: "Selects documents with a value in which any of the bits is 1.",
    examples: [
      { in: { a: 54 }, query: { a: { $bitsAnySet: 35 } }, out: true },
      { in: { a: 20 }, query: { a: { $bitsAnySet: 35 } }, out: false },
      { in: { a: 20 }, query: { a: { $bitsAnySet: [1, 2] } }, out: true },
      { in: { a: "54" }, query: { a: { $bitsAnySet: 1 } }, out: false },
    ],
  },
});
