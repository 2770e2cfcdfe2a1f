import { encodeExactJson } from "../codecs/encode-json.ts";
import type { Value } from "../values/types.ts";
import type { DefNode } from "./node.ts";
import { parseDefinition } from "./parse.ts";

/**
 * The definition of a JavaScript value; what JSON has no type for becomes an Extended JSON wrapper. Offsets are those in
 * the compact text that `writeDefinition` gives. Throws MqlError 9 for nesting beyond 180.
 */
export function definitionOf(value: Value): DefNode {
  return parseDefinition(encodeExactJson(value));
}
