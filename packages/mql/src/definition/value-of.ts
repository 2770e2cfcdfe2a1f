import { isWrapperKey, readWrapper } from "../codecs/ejson-wrappers.ts";
import { setOwn } from "../values/names.ts";
import type { Document, Value } from "../values/types.ts";
import type { DefNode, DefObject } from "./node.ts";

/** The plain value of a node, Extended JSON wrappers interpreted. Throws MqlError 9 for a malformed wrapper. */
export function plainValue(node: DefNode): Value {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "array") return node.items.map(plainValue);
  const wrapped = wrappedValue(node);
  return wrapped ? wrapped.value : documentOf(node);
}

/**
 * The value that a node stands for if it is an Extended JSON wrapper (`{"$oid": …}`, `{"$date": …}`, …), else `undefined`.
 * Throws MqlError 9 when it has a wrapper's key but not its content.
 */
export function wrappedValue(node: DefNode): { value: Value } | undefined {
  if (node.kind !== "object") return undefined;
  const wrapper = node.entries.find(({ key }) => isWrapperKey(key));
  return wrapper && { value: readWrapper(wrapper.key, documentOf(node)) };
}

function documentOf(node: DefObject): Document {
  const doc: Document = {};
  for (const { key, value } of node.entries) setOwn(doc, key, plainValue(value));
  return doc;
}
