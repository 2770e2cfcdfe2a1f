import { DefinitionSyntaxError, type DefNode, parseDefinition } from "../../definition/index.ts";
import { setOwn } from "../../values/names.ts";
import { typeOf } from "../../values/type-of.ts";
import type { Document, Value } from "../../values/types.ts";
import { failed } from "./failure.ts";

/** The value of JSON text; Extended JSON wrappers in it stay documents (engine.md 2.3). Throws MqlError 241 for other text and other types. */
export function valueOfJson(text: string, target: "array" | "object"): Value {
  const value = plainValue(parsed(text, target));
  if (typeOf(value) !== target) throw failed(target, `the JSON text holds a value of type ${typeOf(value)}`);
  return value;
}

function parsed(text: string, target: string): DefNode {
  try {
    return parseDefinition(text);
  } catch (error) {
    if (error instanceof DefinitionSyntaxError) throw failed(target, `the string is not JSON: ${error.message}`);
    throw error;
  }
}

function plainValue(node: DefNode): Value {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "array":
      return node.items.map(plainValue);
    case "object": {
      const document: Document = {};
      for (const { key, value } of node.entries) setOwn(document, key, plainValue(value));
      return document;
    }
  }
}
