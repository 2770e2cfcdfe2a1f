import { defineFieldOperator } from "../define.ts";
import { parseBits } from "./bits.ts";

/** $bitsAllClear: whole numbers and binary data in which all of the bits are 0. */
export const bitsAllClear = defineFieldOperator({
  name: "$bitsAllClear",
  parse: (parser, node, pointer, path) =>
    parseBits("$bitsAllClear", (value, mask) => (value & mask) === 0n, parser, node, pointer, path),
  docs: {
    syntax: "{ field: { $bitsAllClear: mask } } or { field: { $bitsAllClear: [position, …] } }",
    summary: "Selects documents with a value in which all of the bits are 0.",
    examples: [
      { in: { a: 20 }, query: { a: { $bitsAllClear: 35 } }, out: true },
      { in: { a: 54 }, query: { a: { $bitsAllClear: 35 } }, out: false },
      { in: { a: 20 }, query: { a: { $bitsAllClear: [1, 5] } }, out: true },
      { in: { a: "54" }, query: { a: { $bitsAllClear: 1 } }, out: false },
    ],
  },
});
