import { withValueAt } from "../collections/paths.ts";
import type { Parser } from "../compiler/parser.ts";
import type { DefNode } from "../definition/index.ts";
import type { Document } from "../values/types.ts";

/** The document that the equalities of a query describe: what an upsert begins with. */
export function equalitiesOf(query: DefNode, parser: Parser): Document {
  let document: Document = {};
  const take = (node: DefNode) => {
    if (node.kind !== "object") return;
    for (const { key, value } of node.entries) {
      if (key === "$and" && value.kind === "array") value.items.forEach(take);
      else if (key === "$or" && value.kind === "array" && value.items.length === 1) value.items.forEach(take);
      else if (!key.startsWith("$")) {
        const equal = equalityOf(value, parser);
        if (equal !== undefined) document = withValueAt(document, key, parser.plain(equal, ""));
      }
    }
  };
  take(query);
  return document;
}

/** The value that a condition asks a field to be equal to. */
function equalityOf(node: DefNode, parser: Parser): DefNode | undefined {
  if (node.kind !== "object" || parser.wrapped(node, "") !== undefined || !node.entries[0]?.key.startsWith("$")) return node;
  const equal = node.entries.find(({ key }) => key === "$eq")?.value;
  if (equal !== undefined) return equal;
  for (const name of ["$in", "$all"]) {
    const list = node.entries.find(({ key }) => key === name)?.value;
    if (list?.kind === "array" && list.items.length === 1) return list.items[0];
  }
  return undefined;
}
