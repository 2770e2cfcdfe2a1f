import type { DefNode } from "./node.ts";

/**
 * The text of a node: field order, numbers and strings as they were spelled; only blanks between the parts are new.
 * `indent`: spaces a level; compact without it.
 */
export function writeDefinition(node: DefNode, options: { indent?: number } = {}): string {
  return write(node, options.indent ?? 0, 0);
}

function write(node: DefNode, indent: number, level: number): string {
  if (node.kind === "scalar") return node.raw;
  if (node.kind === "array") {
    const items = node.items.map((item) => write(item, indent, level + 1));
    return enclose("[", items, "]", indent, level);
  }
  const fields = node.entries.map(({ key, keyRaw, value }) => {
    return `${keyRaw ?? JSON.stringify(key)}:${indent > 0 ? " " : ""}${write(value, indent, level + 1)}`;
  });
  return enclose("{", fields, "}", indent, level);
}

function enclose(open: string, parts: readonly string[], close: string, indent: number, level: number): string {
  if (parts.length === 0) return open + close;
  if (indent === 0) return open + parts.join(",") + close;
  const outer = `\n${" ".repeat(indent * level)}`;
  const inner = outer + " ".repeat(indent);
  return open + inner + parts.join(`,${inner}`) + outer + close;
}
