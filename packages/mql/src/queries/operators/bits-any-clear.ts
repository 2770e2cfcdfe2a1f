import { defineFieldOperator } from "../define.ts";
import { parseBits } from "./bits.ts";

/** $bitsAnyClear: whole numbers and binary data in which any of the bits is 0. */
export const bitsAnyClear = defineFieldOperator({
  name: "$bitsAnyClear",
  parse: (parser, node, pointer, path) =>
    parseBits("$bitsAnyClear", (value, mask) => (value & mask) !== mask, parser, node, pointer, path),
  docs: {
    syntax: "{ field: { $bitsAnyClear: mask } } or { field: { $bitsAnyClear: [position, …] } }",
    summary: "Selects documents with a value in which any of the bits is 0.",
    examples: [
      { in: { a: 54 }, query: { a: { $bitsAnyClear: 35 } }, out: true },
      { in: { a: 255 }, query: { a: { $bitsAnyClear: 35 } }, out: false },
      { in: { a: 20 }, query: { a: { $bitsAnyClear: [1, 2] } }, out: true },
      { in: { a: "54" }, query: { a: { $bitsAnyClear: 1 } }, out: false },
    ],
  },
});
