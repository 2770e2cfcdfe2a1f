import type { DefNode } from "./node.ts";

/** The node that a JSON pointer (RFC 6901; `""` is the root) leads to, or `undefined` when there is none. */
export function nodeAt(root: DefNode, pointer: string): DefNode | undefined {
  let node: DefNode | undefined = root;
  for (const token of pointer.split("/").slice(1)) {
    const step: string = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (node?.kind === "object") node = node.entries.find(({ key }) => key === step)?.value;
    else if (node?.kind === "array") node = /^(0|[1-9]\d*)$/.test(step) ? node.items[Number(step)] : undefined;
    else return undefined;
  }
  return node;
}
