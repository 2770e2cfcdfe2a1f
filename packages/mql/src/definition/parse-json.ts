import { setOwn } from "../values/names.ts";
import type { Document } from "../values/types.ts";
import type { DefNode } from "./node.ts";
import { parseDefinition } from "./parse.ts";

/**
 * What JSON.parse gives, for text whose field names are anybody's. V8 13.6 (Node 24) takes a name with an escape for another one
 * that stood at the same place of an earlier object: after `{"u":1}`, `{"\n":1}` has the name `\`. Texts with an escape are
 * therefore read by the parser of definitions, which also refuses a field named twice and half of a surrogate pair.
 * Throws SyntaxError or DefinitionSyntaxError.
 */
export function parseJson(text: string): unknown {
  return text.includes("\\") ? plain(parseDefinition(text)) : JSON.parse(text);
}

function plain(node: DefNode): unknown {
  if (node.kind === "array") return node.items.map(plain);
  // A scalar has no names to mistake.
  if (node.kind === "scalar") return JSON.parse(node.raw);
  const object: Document = {};
  for (const { key, value } of node.entries) setOwn(object, key, plain(value) as never);
  return object;
}
